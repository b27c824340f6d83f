"""The only way YAML enters: read as Ansible reads it, with lines, limits and bilingual refusals."""

from truongluy.yamlfile.loader import Document, Path, Plain, load, parse
from truongluy.yamlfile.schema import check
from truongluy.yamlfile.secrets import looks_secret_key, looks_secret_value, secrets_in

__all__ = [
    "Document",
    "Path",
    "Plain",
    "check",
    "load",
    "looks_secret_key",
    "looks_secret_value",
    "parse",
    "secrets_in",
]
