"""What people with bad intent, bad luck or bad copies might write into an inventory."""

from __future__ import annotations

BREAKOUTS = ("", '">', "'>", "</title>", "</style>", "</script>", "-->", "]]>", "</textarea></select>", "</text></svg>")
VECTORS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<details open ontoggle=alert(1)>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<input autofocus onfocus=alert(1)>",
    "<a href=javascript:alert(1) autofocus tabindex=1>x</a>",
    "<style>*{display:none}</style><link rel=stylesheet href=//evil.example/x>",
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=https://evil.example'>",
)
ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "//evil.example/x", "file:///etc/passwd", 'https://evil.example/" onmouseover=alert(1) x="',
    "https://evil.example/'onclick='alert(1)", "http://evil.example/ onfocus=alert(1) autofocus", "blob:alert(1)",
    "../../../../etc/passwd", '#"><script>alert(1)</script>',
)  # fmt: skip
OTHERS = (
    "{{ 7 * 7191 }}", "{% for x in ().__class__.__base__.__subclasses__() %}x{% endfor %}", "${7*7191}", "#{7*7191}",
    "<%= 7*7191 %>", "{{constructor.constructor('alert(1)')()}}", "%s%s%n%x", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#x3c;script&#x3e;alert(1)", "\\u003cscript\\u003ealert(1)", "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<!--<img src=x onerror=alert(1)>-->", "<![CDATA[<img src=x onerror=alert(1)>]]>", "<?xml version='1.0'?>",
    '=HYPERLINK("https://evil.example","x")', "=cmd|' /C calc'!A0", "+1+1", "@SUM(1+1)", "-2+3",
    "[x](javascript:alert(1))", "![x](https://evil.example/x.png)", "@everyone #1", "| a | b |", "```\\n<script>",
    "\N{RIGHT-TO-LEFT OVERRIDE}drow\N{POP DIRECTIONAL FORMATTING}", "\N{RIGHT-TO-LEFT EMBEDDING}abc",
    "\N{RIGHT-TO-LEFT ISOLATE}abc", "\N{LEFT-TO-RIGHT OVERRIDE}abc", "a\N{ZERO WIDTH SPACE}b\N{ZERO WIDTH JOINER}c",
    "\N{LINE SEPARATOR}alert(1)//", "\N{PARAGRAPH SEPARATOR}x", "نموذج تصنيف الطلبات", "订单意图识别模型",
    "Z" + "\N{COMBINING GRAVE ACCENT}" * 80 + "algo", "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}" * 9,
    "'; DROP TABLE debts; --",
    "a" * 300, "W" * 300, "https://" + "long." * 60 + "example",
)  # fmt: skip
PAYLOADS = (*(f"{breakout}{vector}" for breakout in BREAKOUTS for vector in VECTORS), *ADDRESSES, *OTHERS)
