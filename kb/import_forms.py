from django import forms
from django.core.validators import RegexValidator

from incidents.files import is_document
from incidents.storing import storable
from incidents.uploads import Sent
from kb.forms import LogField

ONE_NAME = RegexValidator(r"\A[^/\\\x00-\x1f]+\Z", "Write a name without slashes.")
DOTS = (".", "..", "")


class ManyFiles(forms.FileField):
    """The files of an input that takes several, as a list."""

    def to_python(self, data):
        return [super(ManyFiles, self).to_python(upload) for upload in data or []]


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ImportForm(forms.Form):
    """What is to be imported, as files that were sent: `cleaned_data["sent"]`."""

    files = ManyFiles(label="Files or archives", required=False, widget=ManyFilesInput)
    folder = ManyFiles(label="A whole folder", required=False, widget=ManyFilesInput({"webkitdirectory": True}))
    paths = forms.JSONField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="File name", required=False, max_length=200, validators=[ONE_NAME])
    text = LogField(
        label="Text", required=False, strip=False, widget=forms.Textarea({"rows": 8, "spellcheck": "false"})
    )
    collection = forms.CharField(label="Collection", required=False, max_length=100, validators=[ONE_NAME])

    def clean_paths(self):
        """Browsers send the bare names of the files in a folder; a script sends their paths beside them."""
        paths = self.cleaned_data["paths"] or []
        if not isinstance(paths, list) or not all(isinstance(path, str) and _stays_inside(path) for path in paths):
            raise forms.ValidationError("The paths of the folder's files are not understood: choose the folder again.")
        return [storable(path) for path in paths]

    def clean_name(self):
        name = self.cleaned_data["name"]
        return name if not name or is_document(name) else f"{name}.md"

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if cleaned["text"].strip() and not cleaned["name"]:
            self.add_error("name", "Give the text a file name, such as pool-ran-dry.md: by it the text is known again.")
        if cleaned["paths"] and len(cleaned["paths"]) != len(cleaned["folder"]):
            self.add_error("folder", "The folder did not come through whole: choose it again.")
        if self.errors:
            return cleaned
        cleaned["sent"] = [*_files(cleaned), *_folder(cleaned), *_pasted(cleaned)]
        if not cleaned["sent"]:
            raise forms.ValidationError("Nothing to import yet: choose files, or paste a text.")
        return cleaned


def _files(cleaned):
    return [Sent(storable(upload.name), upload.chunks()) for upload in cleaned["files"]]


def _folder(cleaned):
    names = cleaned["paths"] or [storable(upload.name) for upload in cleaned["folder"]]
    return [Sent(name, upload.chunks()) for name, upload in zip(names, cleaned["folder"], strict=False)]


def _pasted(cleaned):
    text = cleaned["text"].replace("\r\n", "\n")
    return [Sent(cleaned["name"], [text.encode()])] if text.strip() else []


def _stays_inside(path):
    return "\0" not in path and "\\" not in path and not any(part in DOTS for part in path.split("/"))
