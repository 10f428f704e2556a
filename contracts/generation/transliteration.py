"""Transliteration of names to ASCII letters, for email addresses and user names."""

from __future__ import annotations

import re
import unicodedata

from contracts.generation.seed import salt
from contracts.generation.table_text import by_cell, rows
from contracts.generation.word_lists import WORDS

_OTHERS = re.compile(r"[^a-z0-9]+")
_NO_MARKS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)
"""Latin letters that Unicode does not decompose into a letter and a mark."""
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
DANISH = str.maketrans({"ø": "oe", "å": "aa"})
RUSSIAN = str.maketrans(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia".replace("-", "").split(" "),
            strict=True,
        )
    )
)
"""The transliteration of passports: ICAO Doc 9303, part 3, section 6."""
SPELLINGS = {"de": GERMAN, "da": DANISH, "nb": DANISH, "no": DANISH, "ru": RUSSIAN}
"""Transliteration by language, if it differs from removing accents."""

PINYIN = {
    letter: syllable
    for syllable, (letters,) in rows(
        """
bai 白
bin 彬斌
bing 兵
bo 博波
cai 蔡
cao 曹
chang 畅
chao 超
chen 陈晨
cheng 程成
chun 春
cui 崔
dai 戴
dan 丹
deng 邓
ding 丁
dong 董东冬
du 杜
duan 段
fan 范帆
fang 方芳
fei 飞
feng 冯凤峰
gang 刚
gao 高
gong 龚
gu 顾
gui 桂
guo 郭国
hai 海
han 韩
hao 郝浩
he 何贺
hong 红
hou 侯
hu 胡
hua 华花
huan 欢
huang 黄
hui 慧辉
jia 贾佳
jian 健建
jiang 蒋姜江
jie 杰洁
jin 金
jing 晶静
juan 娟
jun 俊军
kai 凯
kong 孔
kun 坤
lan 兰
lei 雷磊
li 李黎丽利莉
liang 梁亮
liao 廖
lin 林琳
ling 玲
liu 刘柳
long 龙
lu 卢陆璐
luo 罗
ma 马
mao 毛
mei 梅
meng 孟
min 敏
ming 明
mo 莫
na 娜
nan 楠
ning 宁
pan 潘
peng 彭鹏
ping 平萍
qian 钱倩
qiang 强
qin 秦琴
qiu 邱
ren 任
rong 荣
rui 瑞
shao 邵
shen 沈
shi 石史
shu 淑
shuai 帅
song 宋
su 苏
sun 孙
tan 谭
tang 唐汤
tao 陶涛
tian 田
ting 婷
wan 万
wang 王汪
wei 魏韦伟
wen 文
wu 吴武
xia 夏霞
xiang 向想香
xiao 小
xie 谢
xin 欣鑫
xiong 熊
xiu 秀
xu 徐许旭
xue 薛雪
yan 严阎岩燕艳
yang 杨洋阳
yao 姚
ye 叶
yin 尹
ying 英莹颖
yong 勇
yu 于余宇玉瑜
yuan 袁
yun 云
zeng 曾
zhang 张
zhao 赵
zhen 珍
zheng 郑
zhi 志芝
zhong 钟
zhou 周
zhu 朱
zou 邹
"""
    )
    for letter in letters
}
"""Characters with a single reading in names (Hanyu Pinyin, ISO 7098); names with others are omitted."""

KOREAN_SURNAMES = by_cell(
    """
ahn 안
bae 배
baek 백
cha 차
cho 조
choi 최
eom 엄
ha 하
han 한
heo 허
hong 홍
hwang 황
jang 장
jeon 전
jeong 정
ji 지
jin 진
kang 강
joo 주
kim 김
ko 고
koo 구
kwak 곽
kwon 권
lee 이
lim 임
min 민
moon 문
na 나
nam 남
noh 노
oh 오
park 박
ryu 류
seo 서
seong 성
shim 심
shin 신
son 손
song 송
woo 우
yang 양
yoo 유
yoon 윤
"""
)
"""Family names in their usual transliteration, which the Revised Romanization of 2000 allows (3.6)."""


def _sounds(text: str) -> tuple[str, ...]:
    return tuple(text.replace("-", "").split(" "))


_INITIALS = _sounds("g kk n d tt r m b pp s ss - j jj ch k t p h")
_VOWELS = _sounds("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_FINALS = _sounds("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t")


def plain(text: str) -> str:
    """Return the lower-case ASCII letters and digits of a string, without accents, for email addresses and domains."""
    ascii_text = unicodedata.normalize("NFKD", text.lower().translate(_NO_MARKS)).encode("ascii", "ignore").decode()
    return _OTHERS.sub("", ascii_text.lower())


def slug(text: str) -> str:
    """Return a slug: lower case, words joined by dashes; a built-in one for strings in other scripts."""
    ascii_text = unicodedata.normalize("NFKD", text.lower().translate(_NO_MARKS)).encode("ascii", "ignore").decode()
    made = _OTHERS.sub("-", ascii_text.lower()).strip("-")
    return made if len(made) * 2 > len(text) else WORDS["slug"][salt(text) % len(WORDS["slug"])]


def romanised(name: str, code: str, *, family: bool = False) -> str:
    """Return a name in lower-case ASCII letters; ``""`` if its script is unsupported or its reading ambiguous.

    :param code: language code, e.g. ``ru``.
    :param family: whether it is a family name; Korean ones have customary spellings.
    """
    if code == "zh":
        return "".join(PINYIN[letter] for letter in name) if all(letter in PINYIN for letter in name) else ""
    if code == "ko":
        return KOREAN_SURNAMES.get(name, "") if family else _korean(name)
    return plain(name.lower().translate(SPELLINGS.get(code, {})))


def _korean(name: str) -> str:
    """Return a given name in the Revised Romanization (3.4), by syllable; ``""`` if sounds would assimilate."""
    written = ""
    stopped = False
    for letter in name:
        if not "가" <= letter <= "힣":
            return ""
        index = ord(letter) - ord("가")
        initial, vowel, final = _INITIALS[index // 588], _VOWELS[index % 588 // 28], _FINALS[index % 28]
        if stopped and not initial:
            return ""
        written += initial + vowel + final
        stopped = final in ("k", "t", "p")
    return written
