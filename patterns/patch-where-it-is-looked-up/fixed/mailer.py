def send(address, text):
    print(f"to {address}: {text}")
