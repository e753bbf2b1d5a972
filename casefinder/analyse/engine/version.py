"""The version that stored findings carry: it changes whenever the same text could be read differently."""

ENGINE_VERSION = "1.3"
