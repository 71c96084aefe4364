import zipfile


def pack(archive, name, text):
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(name, text)


def unpack(archive, path):
    with zipfile.ZipFile(archive) as packed:
        return packed.read(str(path)).decode()
