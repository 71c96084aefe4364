"""What must never be shown back, and what only looks like it."""

import pytest

from incidents.reading.redacting import redact

# Made up after the shapes that the issuers document; none of them ever opened anything. They are put together here
# from two halves, so that no scanner takes this file for a leak.
SECRETS = [
    ("github", "gh" + "p_16C7e42F292c6912E7710c838347Ae178B4a"),
    ("github fine-grained", "github" + "_pat_11ABCDEFG0abcdefghijkl_ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"),
    ("gitlab", "gl" + "pat-aB3dE6fG8hJ1kL4mN7pQ"),
    ("aws", "AK" + "IAIOSFODNN7EXAMPLE"),
    ("slack", "xo" + "xb-123456789012-abcdefABCDEF123456"),
    ("slack webhook", "hooks.slack" + ".com/services/T00000000/B00000000/abcdefABCDEF123456789012"),
    ("stripe", "sk" + "_live_4eC39HqLyjWDarjtT1zdp7dc"),
    ("stripe webhook", "wh" + "sec_0123456789abcdefABCDEF0123456789"),
    ("google", "AI" + "zaSyA1234567890abcdefghijklmnopqrstuv"),
    ("google oauth", "GOC" + "SPX-abcdefghijklmnopqrstuvwxyz12"),
    ("npm", "np" + "m_abcdefghijklmnopqrstuvwxyz0123456789"),
    ("pypi", "py" + "pi-AgEIcHlwaS5vcmcCJDEyMzQ1Njc4LTEyMzQtMTIzNC0xMjM0LTEyMzQ1Njc4OTAxMg"),
    ("docker", "dck" + "r_pat_abcdefghijklmnopqrst12345"),
    ("sendgrid", "S" + "G.abcdefghijklmnopqrstuv.ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg"),
    ("mailgun", "ke" + "y-0123456789abcdef0123456789abcdef"),
    ("digitalocean", "do" + "p_v1_" + "0123456789abcdef" * 4),
    ("vault", "hv" + "s.CAESIJabcdefghijklmnopqrstuvwxyz"),
    ("jwt", "ey" + "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"),
    ("prefixed api key", "sk" + "-proj-a1B2c3D4e5F6g7H8i9J0k1L2"),
    ("telegram", "110201543:AA" + "HdqTcvCH1vGWJxfSeofSAs0K5PALDsawx"),
]


@pytest.mark.parametrize("secret", [secret for _, secret in SECRETS], ids=[name for name, _ in SECRETS])
@pytest.mark.parametrize("around", ["{}", "token {} was rejected", "url?key={}&x=1", "('{}',)", '"{}"'], ids=repr)
def test_a_secret_known_by_its_shape_is_masked(secret, around):
    shown = redact(around.format(secret))
    assert secret not in shown
    assert "[redacted" in shown


NAMED = [
    ("assignment", "DB_PASSWORD=hunter2", "DB_PASSWORD=[redacted]"),
    ("spaces", "client_secret = 'abc def'", "client_secret = '[redacted]'"),
    ("yaml", "password: letmein", "password: [redacted]"),
    ("json", '{"apiKey": "abcd", "user": "ann"}', '{"apiKey": "[redacted]", "user": "ann"}'),
    ("escaped json", r"{\"token\": \"abcd\"}", r"{\"token\": \"[redacted]\"}"),
    ("python repr", "input_value={'password': 'abc', 'n': 1}", "input_value={'password': '[redacted]', 'n': 1}"),
    ("django", "SECRET_KEY = 'django-insecure-3r$'", "SECRET_KEY = '[redacted]'"),
    ("aws", "aws_secret_access_key = wJalrXUtnFEMI/K7", "aws_secret_access_key = [redacted]"),
    ("option", "mysql --password hunter2 -u root", "mysql --password [redacted] -u root"),
    ("environment", "PGPASSWORD=abc psql -h db", "PGPASSWORD=[redacted] psql -h db"),
    ("query", "GET /x?access_token=abc123&page=2", "GET /x?access_token=[redacted]&page=2"),
    ("url", "postgresql://app:s3cr3t@db:5432/x", "postgresql://app:[redacted]@db:5432/x"),
    ("url without user", "redis://:p4ss@localhost:6379/0", "redis://:[redacted]@localhost:6379/0"),
    ("url with at sign", "amqp://u:p@ss@mq/v", "amqp://u:[redacted]@mq/v"),
    ("bearer", "Authorization: Bearer abc.def.ghi123", "Authorization: Bearer [redacted]"),
    ("bearer alone", "sent Bearer a1b2c3d4e5f6", "sent Bearer [redacted]"),
    ("cookie", "Set-Cookie: sessionid=abc; Path=/", "Set-Cookie: [redacted]"),
]


@pytest.mark.parametrize("text, shown", [case[1:] for case in NAMED], ids=[case[0] for case in NAMED])
def test_a_secret_known_by_its_name_or_place_is_masked(text, shown):
    assert redact(text) == shown


LOOK_ALIKES = [
    "commit 3f2a9d8c7b6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a",
    "request 550e8400-e29b-41d4-a716-446655440000 failed",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7",
    "connect(password=None, token=None)",
    "password: Optional[str] = None",
    "token=settings.API_TOKEN, secret=get_secret()",
    "DATABASE_URL=postgresql://${DB_USER}:${DB_PASSWORD}@db/x",
    'FATAL:  password authentication failed for user "app"',
    "SyntaxError: Unexpected token } in JSON at position 12",
    "SyntaxError: Unexpected token: string (abc)",
    "TypeError: login() got an unexpected keyword argument 'password'",
    "KeyError: 'SECRET_KEY'",
    "max_tokens=512 token_count: 5",
    "Bearer authentication failed",
    "PWD=/home/ci/project",
    "http://localhost:8080/users/@ann",
    "see https://sqlalche.me/e/20/e3q8",
    "key-value store sk-learn is not on the path",
    "<Future at 0x7f3a2b1c4d50 state=finished>",
    "Invalid password: must be longer than 8 characters",
]


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_a_look_alike_stays(text):
    assert redact(text) == text


def test_a_private_key_is_masked_and_every_line_stays_where_it_is():
    head = "-----BEGIN RSA " + "PRIVATE KEY-----"
    text = f"before\n{head}\nMIIEpAIBAAKCAQEA1234567890abcdefghij\nc2hvcnQ=\n-----END RSA PRIVATE KEY-----\nafter"
    lines = redact(text).split("\n")
    assert lines[2:4] == ["[redacted private key]"] * 2
    assert (lines[0], lines[5], len(lines)) == ("before", "after", 6)


def test_a_private_key_within_json_is_masked():
    text = '"-----BEGIN ' + 'PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEF\\nAASC=\\n-----END PRIVATE KEY-----\\n"'
    assert "MIIE" not in redact(text)


@pytest.mark.parametrize("text", [text for _, text, _ in NAMED] + [secret for _, secret in SECRETS])
def test_what_is_masked_once_is_left_alone(text):
    assert redact(redact(text)) == redact(text)
