import shutil
import subprocess


def shorten(film, seconds):
    ffmpeg = shutil.which("ffmpeg")
    subprocess.run([ffmpeg, "-t", str(seconds), "-i", film, "short.mp4"], check=True)
