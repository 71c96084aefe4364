from uuid import uuid4


class Uploads:
    def __init__(self, new_id=lambda: f"{uuid4()}"):
        self.stored = {}
        self.new_id = new_id

    def add(self, content):
        self.stored[self.new_id()] = content

    def read(self, upload):
        if upload not in self.stored:
            raise LookupError(f"there is no upload {upload}")
        return self.stored[upload]


def test_an_upload_can_be_read():
    uploads = Uploads(new_id=lambda: "upload-1")
    uploads.add(b"hello")
    assert uploads.read("upload-1") == b"hello"
