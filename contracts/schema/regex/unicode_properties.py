r"""The Unicode properties that ``\p{…}`` and ``\P{…}`` may name (ECMA-262, tables 66 to 69)."""

from __future__ import annotations

import re

_CATEGORIES = """
    C Cc Cf Cn Co Cs L LC Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs
    Other Control cntrl Format Unassigned Private_Use Surrogate
    Letter Cased_Letter Lowercase_Letter Modifier_Letter Other_Letter Titlecase_Letter Uppercase_Letter
    Mark Combining_Mark Spacing_Mark Enclosing_Mark Nonspacing_Mark
    Number Decimal_Number digit Letter_Number Other_Number
    Punctuation punct Connector_Punctuation Dash_Punctuation Close_Punctuation Final_Punctuation Initial_Punctuation
    Other_Punctuation Open_Punctuation
    Symbol Currency_Symbol Modifier_Symbol Math_Symbol Other_Symbol
    Separator Line_Separator Paragraph_Separator Space_Separator
"""
CATEGORIES = frozenset(_CATEGORIES.split())
"""Values of ``General_Category``."""

_BINARY = """
    ASCII ASCII_Hex_Digit AHex Alphabetic Alpha Any Assigned Bidi_Control Bidi_C Bidi_Mirrored Bidi_M Case_Ignorable CI
    Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM Changes_When_Lowercased CWL
    Changes_When_NFKC_Casefolded CWKCF Changes_When_Titlecased CWT Changes_When_Uppercased CWU Dash
    Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia Emoji Emoji_Component EComp Emoji_Modifier EMod
    Emoji_Modifier_Base EBase Emoji_Presentation EPres Extended_Pictographic ExtPict Extender Ext Grapheme_Base Gr_Base
    Grapheme_Extend Gr_Ext Hex_Digit Hex IDS_Binary_Operator IDSB IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS
    Ideographic Ideo Join_Control Join_C Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point NChar
    Pattern_Syntax Pat_Syn Pattern_White_Space Pat_WS Quotation_Mark QMark Radical Regional_Indicator RI
    Sentence_Terminal STerm Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo Uppercase Upper
    Variation_Selector VS White_Space space XID_Continue XIDC XID_Start XIDS
"""
BINARY = frozenset(_BINARY.split())
"""Properties that characters have or have not."""

SCRIPT = re.compile(r"[A-Z][A-Za-z_]+")
"""The form of the name of a script; later versions of Unicode add more."""


def is_unicode_property(name: str) -> bool:
    """Return whether a name in the braces is one that ECMA-262 knows; letter case matters."""
    key, equals, value = name.partition("=")
    if not equals:
        return name in CATEGORIES or name in BINARY
    if key in ("General_Category", "gc"):
        return value in CATEGORIES
    return key in ("Script", "sc", "Script_Extensions", "scx") and SCRIPT.fullmatch(value) is not None
