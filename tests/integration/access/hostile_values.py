"""What stands in a question where something else was asked for: hostile values, headers and bodies."""

import json
from urllib.parse import quote

from hypothesis import strategies as st

# What stands in an address, a query or a header where something else was asked for.
VALUES = st.one_of(
    st.sampled_from(
        [
            *(
                "\0",
                "a\0b",
                "\x7f",
                "\n",
                "\r\nX-More: 1",
                "\u202e",
                "\ufeff",
                "\ud800",
                "٣",
                "é",
                "\U0001f600",
            ),
            *(
                "",
                " ",
                ".",
                "..",
                "../../../etc/passwd",
                "%",
                "%%",
                "%s%n",
                "{}",
                "{0.__class__}",
                "$ne",
                "[]",
            ),
            *("'", "' OR '1'='1", '";--', "<script>", "null", "None", "NaN", "Infinity", "-1", "0", "1e999"),
            *(
                "true",
                "2026-02-30",
                "9999-12-31",
                "0000-00-00",
                "+10000-01-01",
                "LLR-2026-0107",
                "LLR-2026-9999",
            ),
            *("9" * 30, "9" * 5000, "A" * 20_000, "é" * 3000, "2025-26-H1", "2025-26", "1900-01..2999-12"),
        ]
    ),
    st.text(max_size=20),
    st.integers(-(10**40), 10**40).map(str),
)
# As bytes of an address: what quote makes of them, and what no program should have written.
ENCODED = st.one_of(
    VALUES.map(lambda value: quote(value.encode("utf-8", "surrogatepass"), safe="")),
    st.sampled_from(
        ["%00", "%FF", "%ED%A0%80", "%C0%AF", "%F4%90%80%80", "%", "%zz", "%2e%2e%2f", "%25%30%30"]
    ),
)
HEADERS = st.sampled_from(
    [
        *(b"accept", b"accept-language", b"accept-encoding", b"content-type", b"if-none-match", b"cookie"),
        *(b"idempotency-key", b"x-correlation-id", b"traceparent", b"x-forwarded-for", b"x-forwarded-proto"),
        *(
            b"if-modified-since",
            b"range",
            b"expect",
            b"x-http-method-override",
            b"origin",
            b"referer",
            b"host",
        ),
    ]
)
TYPES = st.sampled_from(
    [
        *(
            b"text/plain",
            b"application/xml",
            b"application/x-www-form-urlencoded",
            b"multipart/form-data",
            b"",
        ),
        *(
            b"multipart/form-data; boundary=",
            b"multipart/form-data; boundary=x",
            b"application/json; charset=utf-16",
        ),
        *(
            b"application/json; charset=nothing",
            b"APPLICATION/JSON",
            b"application/problem+json",
            b"*/*",
            b"\xff\xfe",
        ),
    ]
)
BODIES = st.one_of(
    st.sampled_from(
        [
            *(
                b"",
                b" ",
                b"null",
                b"[]",
                b"{}",
                b"0",
                b'"',
                b"{",
                b'{"a":',
                b"\xff\xfe{}",
                b"\xef\xbb\xbf{}",
                b"\x00",
            ),
            *(
                b'{"a": NaN}',
                b'{"a": Infinity}',
                b'{"a": 1e999}',
                b'{"a": %s}' % (b"9" * 5000),
                b'{"a": "\\ud800"}',
            ),
            *(
                b'{"\\u0000": "\\u0000"}',
                b'{"child": {"family_name": "\\udfff\\ud800"}}',
                b'{"a": 1, "a": 2}',
            ),
            *(
                b"[" * 5000,
                b"[" * 100_000,
                b'{"a":' * 3000 + b"1" + b"}" * 3000,
                b'{"a": "' + b"x" * 300_000 + b'"}',
            ),
            *(
                b"--x\r\n",
                b"--x\r\nContent-Disposition: form-data\r\n\r\n",
                b"\x1f\x8b\x08\x00",
                b"a=b&a=c&%00=%FF",
            ),
        ]
    ),
    st.binary(max_size=40),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
)
METHODS = st.sampled_from(
    ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "POST", "GET", "PROPFIND", "get"]
)
