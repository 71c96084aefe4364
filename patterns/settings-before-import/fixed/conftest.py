import os

# Before any test module imports the models, which read it once.
os.environ["TABLE_PREFIX"] = "test"
