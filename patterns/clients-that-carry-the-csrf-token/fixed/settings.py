SECRET_KEY = "for-tests"
ROOT_URLCONF = "urls"
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
