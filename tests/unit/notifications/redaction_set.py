# ruff: noqa: E501 - the texts are kept as they would be written
"""A labelled set for redaction: invented cases, written in many hands. Every person, number and address is made up.

Each text lists what must be gone (`known`: listed in the case, or an identifier by its form; `unlisted`: people and places
nobody listed) and what must stay readable (`stays`).
"""

from dataclasses import dataclass
from datetime import date

from services.notifications.domain.redaction import (
    CaseDates,
    KnownIdentifier,
    KnownNames,
    KnownPerson,
    KnownPlace,
)

AMARA = KnownNames(
    people=(
        KnownPerson("Amara Grace", "Okafor-Young", "the child", ("Mimi",), sex="female"),
        KnownPerson("Chioma", "Okafor", "the mother", sex="female"),
        KnownPerson("Daniel", "Young", "the father", sex="male"),
        KnownPerson("Zara", "Okafor-Young", "the twin", sex="female"),
        KnownPerson("Priya", "Patel", "the general practitioner", side="professional"),
        KnownPerson("Sinéad", "O’Neill", "the health visitor", side="professional"),
    ),
    places=(
        KnownPlace("Rosehill Surgery", "the GP practice"),
        KnownPlace("14 Thistledown Road, Wigston", "[address]"),
        KnownPlace("Leicester Royal Infirmary", "the hospital"),
    ),
    identifiers=(KnownIdentifier("999 000 0018", "nhs_number"), KnownIdentifier("LE18 1AB", "postcode")),
)
AMARA_DATES = CaseDates(born_on=date(2026, 3, 1), died_on=date(2026, 3, 15))

TOBIAS = KnownNames(
    people=(
        KnownPerson("Tobias William", "McAllister", "the child", ("Toby", "Tobes"), sex="male"),
        KnownPerson("Elizabeth", "Long", "the mother", sex="female"),
        KnownPerson("Iain", "McAllister", "the father", sex="male"),
        KnownPerson("Poppy", "McAllister", "a sibling", sex="female"),
        KnownPerson("Wojciech", "Zieliński", "the school nurse", side="professional"),
        KnownPerson("Harpreet", "Kaur", "the social worker", side="professional"),
        KnownPerson("Mark", "Day", "the consultant paediatrician", side="professional"),
    ),
    places=(
        KnownPlace("St Oswin's Primary School", "the school"),
        KnownPlace("Flat 2, 9a Larkspur Close, Oakham, Rutland", "[address]"),
        KnownPlace("Harrowmere Medical Practice", "the GP practice"),
    ),
    identifiers=(
        KnownIdentifier("9990000026", "nhs_number"),
        KnownIdentifier("LE15 6ZZ", "postcode"),
        KnownIdentifier("harpreet.kaur@council.example", "email"),
        KnownIdentifier("RWE4471902", "case_number"),
    ),
)
TOBIAS_DATES = CaseDates(born_on=date(2019, 11, 5), died_on=date(2026, 6, 9))

MAY = KnownNames(
    people=(
        KnownPerson("May", "Will", "the child", (), sex="female"),
        KnownPerson("Hope", "Will", "the mother", sex="female"),
        KnownPerson("Muhammad Abdul", "Rahman", "the stepfather", sex="male"),
        KnownPerson("Li", "Xu", "the midwife", side="professional"),
    ),
    identifiers=(KnownIdentifier("9990000034", "nhs_number"),),
)
MAY_DATES = CaseDates(born_on=date(2025, 12, 30), died_on=date(2026, 5, 2))
NOBODY = KnownNames()
NO_DATES = CaseDates()


@dataclass(frozen=True)
class Labelled:
    voice: str
    text: str
    case: KnownNames = AMARA
    dates: CaseDates = AMARA_DATES
    known: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()


def _a(voice: str, text: str, known: str = "", unlisted: str = "", stays: str = "") -> Labelled:
    return Labelled(voice, text, AMARA, AMARA_DATES, _items(known), _items(unlisted), _items(stays))


def _t(voice: str, text: str, known: str = "", unlisted: str = "", stays: str = "") -> Labelled:
    return Labelled(voice, text, TOBIAS, TOBIAS_DATES, _items(known), _items(unlisted), _items(stays))


def _m(voice: str, text: str, known: str = "", unlisted: str = "", stays: str = "") -> Labelled:
    return Labelled(voice, text, MAY, MAY_DATES, _items(known), _items(unlisted), _items(stays))


def _n(voice: str, text: str, known: str = "", unlisted: str = "", stays: str = "") -> Labelled:
    return Labelled(voice, text, NOBODY, NO_DATES, _items(known), _items(unlisted), _items(stays))


def _items(joined: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in joined.split("|") if item.strip())


LABELLED: tuple[Labelled, ...] = (
    _a(
        "neonatal discharge letter",
        "Amara Grace Okafor-Young (NHS 999 000 0018, DOB 01/03/2026) was born at 38+2 weeks at Leicester Royal Infirmary. Apgar scores 9 and 10. "
        "Guthrie test done, Moro reflex present.",
        "Amara|Grace|Okafor|Young|999 000 0018|01/03/2026|Leicester",
        "",
        "38+2 weeks|Apgar|9 and 10|Guthrie|Moro",
    ),
    _a(
        "health visitor",
        "Visited 14 Thistledown Road, LE18 1AB. Mimi's weight was 3,420 g. Chioma said feeding went well; she smokes ten a day outside.",
        "Thistledown|LE18 1AB|Mimi|Chioma",
        "",
        "3,420 g|feeding went well|ten a day",
    ),
    _a(
        "ambulance, capitals",
        "CALLED 04:15 TO AMARA OKAFOR-YOUNG, 2/52, FOUND UNRESPONSIVE IN MOSES BASKET BY MR YOUNG. CPR IN PROGRESS. TWIN ZARA WELL.",
        "AMARA|OKAFOR|YOUNG|ZARA",
        "",
        "04:15|2/52|MOSES BASKET|CPR IN PROGRESS|TWIN",
    ),
    _a(
        "no capitals",
        "amara was seen by dr patel at rosehill surgery. mum chioma okafor worried about her breathing, dad daniel asleep on the sofa.",
        "amara|patel|rosehill|chioma|okafor|daniel",
        "",
        "worried about her breathing|asleep on the sofa",
    ),
    _a(
        "apostrophes",
        "Sinéad O'Neill rang; Sinead ONeill's note says O’Neill and Amara's mother talked. O Neill will visit.",
        "Sinéad|Sinead|Neill|Amara",
        "",
        "rang|mother talked|will visit",
    ),
    _a(
        "misspelt",
        "Ammara Okafour was brought in by Chioma Okafo. Okaffor baby, twin Zarra. The Okafors live with gran.",
        "Ammara|Okafour|Okafo|Okaffor|Zarra|Okafors",
        "",
        "brought in by|live with gran",
    ),
    _a(
        "line ends",
        "The baby, Ama-\nra, was cold. NHS number 999 000\n0018. Home is LE18\n1AB. Okafor-\nYoung family.",
        "Ama-\nra|999 000\n0018|LE18\n1AB|Okafor-\nYoung",
        "",
        "was cold",
    ),
    _a(
        "dates of all kinds",
        "Seen on 12/3/26, again on the 3rd of March, on Tuesday 10 March, 2026-03-12, 12.03.2026, March 14th 2026, 14 Mar '26 and 05-03-26.",
        "12/3/26|3rd of March|10 March|2026-03-12|12.03.2026|March 14th|14 Mar|05-03-26",
        "",
        "Seen|again",
    ),
    _a(
        "dates and times",
        "On 15 March 2026 at 04:15 the father woke. The last feed was on 14/03/2026 at 23.30 hrs. She was put down at 00:10.",
        "15 March 2026|14/03/2026",
        "",
        "04:15|23.30|00:10|the last feed|put down",
    ),
    _a(
        "fractions are not dates",
        "Amara had a cough for 3/7, reflux for 2/52. Apgars 6/10 and 9/10, sats 96%. BP 60/40. Pain 0/10. Given 1/2 dose.",
        "Amara",
        "",
        "3/7|2/52|6/10|9/10|96%|60/40|0/10|1/2 dose",
    ),
    _a(
        "word-like names kept apart",
        "Young people in the family are well. A long day. Grace Okafor-Young slept. Young, Daniel was on nights. It may be that he will call.",
        "Grace Okafor|Young, Daniel",
        "",
        "Young people|A long day|may be|will call",
    ),
    _a(
        "parent's words",
        "My little Amara was perfect, everyone loved our Mimi. Dan had her on his chest. We never got to say goodbye.",
        "Amara|Mimi|Dan",
        "",
        "was perfect|on his chest|goodbye",
    ),
    _a(
        "police log",
        "Incident 345 of 15/03/2026. PC 1234 Jones attended 14 Thistledown Rd Wigston. Vehicle AB12 CDE outside. Spoke to Daniel YOUNG dob 12/08/1994, tel 07700 900123.",
        "15/03/2026|Thistledown|Wigston|AB12 CDE|Daniel|YOUNG|12/08/1994|07700 900123",
        "Jones",
        "attended|Spoke to",
    ),
    _a(
        "e-mail thread",
        "From: priya.patel@nhs.example\nSent: 12 March 2026 14:02\nSubject: Amara OY\nHi Sinéad, pls see https://records.example/amara and call 0116 496 0000 ext 2211.",
        "priya.patel@nhs.example|12 March 2026|Amara|Sinéad|records.example|0116 496 0000|2211",
        "",
        "14:02|pls see",
    ),
    _a(
        "initials",
        "A.O. and twin Z.O. both fed. Seen by Dr P. Patel. C. Okafor consented. ED and GP informed, CP plan none, IV fluids given.",
        "A.O.|Z.O.|Patel|C. Okafor",
        "",
        "both fed|ED and GP|CP plan none|IV fluids",
    ),
    _a(
        "glued",
        "Patient:Amara,DOB:01/03/2026,NHS:9990000018.Mother(Chioma).Seen@LRI?No.",
        "Amara|01/03/2026|9990000018|Chioma",
        "",
        "Patient",
    ),
    _a(
        "file names",
        "See attached amara_okafor-young_9990000018.pdf and AmaraOkafor scan.jpg.",
        "amara|okafor|9990000018|Amara|Okafor",
        "",
        "See attached|scan",
    ),
    _a(
        "invisible characters",
        "Am\u00adara Oka\u200bfor was seen. NHS 999\u00a0000\u00a00018.",
        "Amara|Okafor|999\u00a0000\u00a00018",
        "",
        "was seen",
    ),
    _a("look-alike letters", "Аmara and Сhioma Okafоr attended.", "mara|hioma|Okaf", "", "attended"),
    _a(
        "spaced out",
        "Child A M A R A, mother C.h.i.o.m.a. No concerns.",
        "A M A R A|C.h.i.o.m.a",
        "",
        "No concerns",
    ),
    _a(
        "number spacing",
        "NHS no. 999-000-0018; 999.000.0018; 9 9 9 0 0 0 0 0 1 8; 9990 000 018.",
        "999-000-0018|999.000.0018|9 9 9 0 0 0 0 0 1 8|9990 000 018",
    ),
    _a(
        "unlisted people",
        "Her friend Chantelle Biggs was there with uncle Femi. Mrs Adeyemi from next door called. A neighbour, Ruth, did CPR. Midwife Sally Crane attended.",
        "",
        "Chantelle|Biggs|Femi|Adeyemi|Ruth|Sally|Crane",
        "did CPR|from next door|attended",
    ),
    _a(
        "eponyms",
        "Down syndrome was excluded; Turner syndrome, Edwards' syndrome and Kawasaki disease were considered. Glasgow Coma Scale 3. Hickman line, Foley catheter.",
        "",
        "",
        "Down syndrome|Turner syndrome|Kawasaki disease|Glasgow Coma Scale 3|Hickman line|Foley catheter",
    ),
    _a(
        "possessive and plural",
        "Amara's cot was in the Okafors' room; Chiomas mother and the Youngs came. The Okafor family thanked Patel’s team.",
        "Amara|Okafors|Chiomas|Patel|Okafor family",
        "",
        "cot was in|came|thanked",
    ),
    _a(
        "other places",
        "Transferred from Kettering General Hospital to the LRI, then Birmingham Children's Hospital. Family moved from Loughborough to Wigston.",
        "Kettering|LRI|Birmingham|Loughborough|Wigston",
        "",
        "Transferred from|then|Family moved",
    ),
    _t(
        "school",
        "Toby was in Year 1 at St Oswin's. Tobes loved maths. Head teacher says Tobias McAllister had 62% attendance; Poppy is in Year 4.",
        "Toby|Oswin|Tobes|Tobias|McAllister|Poppy",
        "",
        "Year 1|loved maths|62% attendance|Year 4",
    ),
    _t(
        "social care chronology",
        "03/02/25 Referral by school. 14 Feb 2025: Harpreet Kaur (harpreet.kaur@council.example) visited Flat 2, 9a Larkspur Close. Liz Long said all fine. CIN plan ended 1st May 2025.",
        "03/02/25|14 Feb 2025|Harpreet|Kaur|council.example|Larkspur|Liz|Long said|1st May 2025",
        "",
        "Referral by school|visited|all fine|CIN plan ended",
    ),
    _t(
        "consultant letter",
        "Dear Dr Zieliński, Mr Day saw Tobias William McAllister. Mark Day will review in 6 weeks. Long QT excluded. Day case booked. Kind regards, Dr M Day",
        "Zieliński|Mr Day|Tobias|William|McAllister|Mark Day|Dr M Day",
        "",
        "will review in 6 weeks|Long QT excluded|Day case booked",
    ),
    _t(
        "accents lost",
        "Nurse Zielinski (Wojciech) gave salbutamol 10 puffs at 10:42. TOBIAS MCALLISTER PEFR 120. Mcallister, T. discharged.",
        "Zielinski|Wojciech|TOBIAS|MCALLISTER|Mcallister",
        "",
        "salbutamol 10 puffs|10:42|PEFR 120|discharged",
    ),
    _t(
        "split name",
        "Mc Allister, Toby. Mac Allister family. T. McAllister. Iain Mc-Allister.",
        "Allister|Toby|Iain",
    ),
    _t(
        "mother's surname is a word",
        "Ms Long attended. Long waits were noted. Elizabeth Long's phone was off. Long-term ventilation. E. Long. The wait was long.",
        "Ms Long|Elizabeth|E. Long",
        "",
        "Long waits were noted|Long-term ventilation|was long",
    ),
    _t(
        "hospital numbers",
        "Hospital number RWE4471902, MRN: S1234567, crime ref 26/123456/05, CAD 4412, Datix W-99812. Sats 88%, HR 160, lactate 4.2, 250 ml bolus.",
        "RWE4471902|S1234567|26/123456/05|4412|99812",
        "",
        "Sats 88%|HR 160|lactate 4.2|250 ml bolus",
    ),
    _t(
        "address forms",
        "Lives at 9A LARKSPUR CLOSE. Moved from 221 Copperfield Avenue, LE3 9QP, before that 7 the green. Found near Bramley Lane and the A46.",
        "LARKSPUR|Copperfield|LE3 9QP|Bramley Lane|A46",
        "",
        "Moved from|Found near",
    ),
    _t(
        "ages and intervals",
        "Tobias, aged 6 years, had asthma since age 3. On 9 June 2026 he collapsed at 10:40. Last review 8 months earlier, in October 2025.",
        "Tobias|9 June 2026",
        "",
        "aged 6 years|since age 3|10:40|8 months earlier",
    ),
    _t(
        "born on",
        "Born 5th November 2019, died 09.06.26. Father Iain (DOB 2/4/1988). Booked at 11 weeks. Birthday party on Bonfire Night.",
        "5th November 2019|09.06.26|Iain|2/4/1988|Bonfire Night",
        "",
        "Booked at 11 weeks",
    ),
    _t(
        "month is not a name",
        "In May 2026 there were two calls. June was quiet. He may improve in August. March 2026 review missed. Will need follow-up.",
        "",
        "",
        "two calls|may improve|August|Will need follow-up",
    ),
    _t(
        "telephone forms",
        "Mum: +44 7700 900 456. Dad 07700-900-789. Office (0116) 496 0123. Ring 999 or 111 first. Dose 0.15 mg/kg. Weight 20.5kg.",
        "7700 900 456|07700-900-789|496 0123",
        "",
        "Ring 999 or 111 first|0.15 mg/kg|20.5kg",
    ),
    _t(
        "practice and chemist",
        "Registered at Harrowmere. The Harrowmere Medical Practice issued 12 SABA inhalers. Tobias's mum collects from Boots Pharmacy.",
        "Harrowmere|Tobias",
        "",
        "12 SABA inhalers|collects from",
    ),
    _t(
        "handover note",
        "tobes x3 attendances, mum liz, dad iain not in home. sw harpreet aware. poppy stayed w gran.",
        "tobes|liz|iain|harpreet|poppy",
        "",
        "x3 attendances|not in home|aware|stayed w gran",
    ),
    _t(
        "bereavement note",
        "Iain asked why no-one rang. Ms E Long and Mr McAllister met the consultant, who explained. Poppy drew a picture for Toby's box.",
        "Iain|Long and|McAllister|Poppy|Toby",
        "",
        "asked why no-one rang|explained|a picture",
    ),
    _m(
        "every name is a word",
        "May was born at home. May Will was fed by Hope Will. Hope was tired. Mrs Will may call. It will be hot in May 2026.",
        "May was|May Will|Hope Will|Hope was|Mrs Will",
        "",
        "born at home|may call|It will be hot in",
    ),
    _m(
        "name variants",
        "Mohammed Abdul Rahman, Mohamad Rahman and Mr Rehman are the same. Muhammad's shift ended at 6am.",
        "Mohammed|Abdul|Rahman|Mohamad|Rehman|Muhammad",
        "",
        "are the same|shift ended at 6am",
    ),
    _m(
        "short names",
        "Midwife Li Xu attended. Dr Xu was not present. Li Xu's entry at 03:00. IV li and Xu noted.",
        "Li Xu|Dr Xu|Li Xu's",
        "",
        "attended|not present|03:00",
    ),
    _m(
        "over new year",
        "Born on 30 December, home 31/12/2025. Seen on New Year's Day and on 30th April. Died on the 2nd May 2026 at 05:50.",
        "30 December|31/12/2025|New Year's Day|30th April|2nd May 2026",
        "",
        "05:50|home",
    ),
    _m(
        "twins not known",
        "Hope's first pregnancy. Baby Will and baby May were one child. BABY WILL, SVD, 3100G. WILL NEED BCG.",
        "Hope|Baby Will|baby May|BABY WILL",
        "",
        "first pregnancy|SVD, 3100G|WILL NEED BCG",
    ),
    _n(
        "no list at all",
        "Jayden Clarke, 999 000 0042, of 8 Foxglove Drive, Leicester LE4 7QQ died on 4 April 2026. Mother Tracey Clarke. Dr Ahmed and DC Whitlock attended.",
        "999 000 0042|Foxglove|LE4 7QQ|4 April 2026",
        "Jayden|Clarke|Tracey|Ahmed|Whitlock|Leicester",
        "attended",
    ),
    _n(
        "no dates known",
        "On 3 March 2026 he was well; on 12/3 he was not. The third of April was the last visit. Seen 2026-04-01T09:30.",
        "3 March 2026|12/3|third of April|2026-04-01",
        "",
        "he was well|last visit|09:30",
    ),
    _n(
        "location words",
        "Pulled from the River Soar by the Grand Union Canal. what3words ///filled.count.soap, 52.63690, -1.13980. Posted on @jay_2026.",
        "///filled.count.soap|52.63690|@jay_2026",
        "River Soar|Grand Union Canal",
        "Pulled from",
    ),
    _n(
        "clinical only",
        "Meconium at delivery, cord gases pH 6.9, BE -18. Sarnat grade 3. Cooled for 72 hours. MRI on day 5: HIE. Redirection of care. Crohn's disease in the father. Gram negative rods.",
        "",
        "",
        "Meconium|pH 6.9|BE -18|Sarnat grade 3|72 hours|MRI on day 5|Crohn's disease|Gram negative",
    ),
    _n(
        "services",
        "The Health Visitor, Social Worker and Community Midwife met. Emergency Department and Neonatal Unit notes seen. White British. Section 47. Early Help open.",
        "",
        "",
        "Health Visitor|Social Worker|Community Midwife|Emergency Department|Neonatal Unit|White British|Section 47|Early Help",
    ),
    _n(
        "numbers stay",
        "500 mg paracetamol at 20:15, 2 x 10 ml saline, HR 180, temp 39.4, GCS 15, weight 12.3 kg, B12 5 mg, PEWS 7, 24-hour ECG, Ward 3.",
        "",
        "",
        "500 mg|20:15|10 ml saline|HR 180|39.4|GCS 15|12.3 kg|B12 5 mg|PEWS 7|24-hour ECG",
    ),
    _a(
        "ranges of dates",
        "Between 1-3 March she fed well; 1st to 3rd March, 12-14/03/2026, on 12/03 & 13/03, Thurs 12/3, due 15/03. Week of Mon 9th to Wed 11th March.",
        "1-3 March|3rd March|12-14/03/2026|12/03|13/03|12/3|15/03|11th March",
        "",
        "she fed well",
    ),
    _a(
        "machine times",
        "Event 2026-03-12T04:15:00Z logged; 20260314 next; DOB 01MAR2026 checked at 0312.",
        "2026-03-12|20260314|01MAR2026",
        "",
        "04:15|logged|checked at 0312",
    ),
    _a(
        "couples and glued titles",
        "Mr & Mrs Young, Mr and Mrs Okafor, DrPatel and MrsOkafor met. Mother:Chioma; Father:Daniel; GP:Patel.",
        "Young|Okafor|DrPatel|MrsOkafor|Chioma|Daniel|Patel",
        "",
        "met|Mother|Father",
    ),
    _t(
        "social media",
        "Instagram: toby.mca99, snapchat @tobes_x and tiktok handle: poppy_m. Posted at 22:10 from his phone.",
        "toby.mca99|tobes_x|poppy_m",
        "",
        "Posted at 22:10|from his phone",
    ),
    _t(
        "in-laws and friends",
        "Liz's sister-in-law Blessing Eze and her son Kwabena came. Tobias's half-brother Ciaran rang from Leics.",
        "Liz|Tobias",
        "Blessing|Eze|Kwabena|Ciaran|Leics",
        "came|rang from",
    ),
    _t(
        "word processor leftovers",
        "Tobias\u00a0McAllister\n\n- seen\tby Ｄｒ Ｄａｙ\n- NHS\u202f999\u202f000\u202f0026 (Wojciech’s list)",
        "Tobias|McAllister|Day|999 000 0026|Wojciech",
        "",
        "seen",
    ),
)
