import shutil
import subprocess


def command(ffmpeg, film, seconds):
    return [ffmpeg, "-t", str(seconds), "-i", film, "short.mp4"]


def shorten(film, seconds):
    subprocess.run(command(shutil.which("ffmpeg"), film, seconds), check=True)
