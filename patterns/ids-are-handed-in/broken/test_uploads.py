from uuid import uuid4


class Uploads:
    def __init__(self):
        self.stored = {}

    def add(self, content):
        self.stored[f"{uuid4()}"] = content

    def read(self, upload):
        if upload not in self.stored:
            raise LookupError(f"there is no upload {upload}")
        return self.stored[upload]


def test_an_upload_can_be_read():
    uploads = Uploads()
    uploads.add(b"hello")
    assert uploads.read("0b3f8a52-6a53-4f0e-9a39-6f1d5f6b8c11") == b"hello"
