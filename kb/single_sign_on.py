"""Single sign-on as the environment names it: GitHub, one provider of OpenID Connect, one of SAML; or none."""

import os
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ROLES = ("viewer", "contributor", "curator")
VARIABLES = {
    "github": ("GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"),
    "openid_connect": ("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"),
    "saml": ("SAML_METADATA_URL", "SAML_ENTITY_ID"),
}
# What each needs beside requirements.txt.
PACKAGES = {"github": "jwt", "openid_connect": "jwt", "saml": "onelogin"}
GITHUB = "https://github.com"


@dataclass(frozen=True)
class SignOn:
    apps: list[str]
    providers: dict[str, dict]
    # Where a form that begins a sign-in leads.
    origins: list[str]
    # What an account gets that was made by it; "" where nobody comes in that way without an invitation.
    role: str


def env_sign_on():
    given = {name: _given(names) for name, names in VARIABLES.items()}
    given = {name: values for name, values in given.items() if values}
    for name in given:
        _refuse_missing(name)
    return SignOn(
        apps=["allauth.socialaccount", *(f"allauth.socialaccount.providers.{name}" for name in given)] if given else [],
        providers={name: {"APPS": [PROVIDERS[name](*values)]} for name, values in given.items()},
        origins=[
            GITHUB if name == "github" else _origin(VARIABLES[name][0], values[0]) for name, values in given.items()
        ],
        role=_role(),
    )


def _given(names):
    values = [os.environ.get(name, "").strip() for name in names]
    if any(values) and not all(values):
        raise ImproperlyConfigured(f"{names[values.index('')]} is not set: {' and '.join(names)} belong together.")
    return values if all(values) else None


def _refuse_missing(provider):
    if find_spec(PACKAGES[provider]) is None:
        raise ImproperlyConfigured(f"{VARIABLES[provider][0]} needs more packages: install requirements-sso.txt.")


def _origin(name, url):
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ImproperlyConfigured(f"{name} is {url!r}: write a whole address, as https://id.example.org/.")
    return f"{parts.scheme}://{parts.netloc}"


def _role():
    role = os.environ.get("SSO_ROLE", "")
    if role and role not in ROLES:
        raise ImproperlyConfigured(f"SSO_ROLE is {role!r}: write {', '.join(ROLES)} or nothing.")
    return role


def _github(client_id, secret):
    return {"client_id": client_id, "secret": secret}


def _openid_connect(server_url, client_id, secret):
    name = os.environ.get("OIDC_NAME") or "Single sign-on"
    ours = {"server_url": server_url, "oauth_pkce_enabled": True}
    return {"provider_id": "sso", "name": name, "client_id": client_id, "secret": secret, "settings": ours}


def _saml(metadata_url, entity_id):
    name = os.environ.get("SAML_NAME") or "Single sign-on"
    idp = {"metadata_url": metadata_url, "entity_id": entity_id}
    return {"provider_id": entity_id, "name": name, "client_id": "sso", "settings": {"idp": idp}}


PROVIDERS = {"github": _github, "openid_connect": _openid_connect, "saml": _saml}
