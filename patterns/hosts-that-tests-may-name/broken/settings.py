SECRET_KEY = "for-tests"
ALLOWED_HOSTS = ["www.shop.example"]
