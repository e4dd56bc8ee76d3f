//! What single words say about what stands near them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// What a word can mean here; a word may mean several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Meaning(u64);

macro_rules! meanings {
    ($( $(#[$doc:meta])* $NAME:ident ),+ $(,)?) => {
        /// Numbers the meanings.
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "the names of the constants below")]
        enum Bit { $( $NAME ),+ }
        impl Meaning {
            $( $(#[$doc])* pub(super) const $NAME: Self = Self(1 << Bit::$NAME as u64); )+
        }
    };
}

meanings! {
    /// The word NHS.
    NHS,
    /// National Insurance.
    INSURANCE,
    /// Her Majesty's and His Majesty's taxes.
    TAX,
    /// A date of birth follows or went before.
    BIRTH,
    /// A birthday: also the party.
    BIRTHDAY,
    /// How old somebody is.
    AGE,
    PASSPORT,
    /// Driver, driving, DVLA.
    DRIVING,
    LICENCE,
    /// The word "sort", or its short form with "code".
    SORT,
    ACCOUNT,
    BANK,
    CARD,
    IBAN,
    /// A number to call follows.
    PHONE,
    /// A reference of some business follows: an order, a ticket, an invoice.
    REFERENCE,
    /// Says no more than that a number follows.
    NUMBER,
    CQC,
    /// A contact or registered manager, of whom CQC keeps an id.
    CONTACT,
    /// A location or provider, of which CQC keeps an id.
    PLACE,
    /// Something that is no birth happened on a date.
    EVENT,
    /// A word before a date that makes it no birth where it stands right before it.
    TOWARDS,
    MONTH,
    /// A word for a street that is hardly ever anything else.
    STREET,
    /// A word for a street that also is an ordinary word.
    MAYBE_STREET,
    /// A house, flat or other dwelling that is named.
    DWELLING,
    /// "Flat", "apartment": a number follows.
    FLAT,
    /// A part of a house that has a number or a name before that of the house: "Suite 2, 14 Castle Street".
    HOUSE_PART,
    /// A machine, or what it is counted in: what stands beside is its size or its model.
    MACHINE,
    /// Who writes a note about somebody's health.
    DOCTOR,
    /// A unit of time, money, people: what follows a count.
    UNIT,
    /// An ordinary small word, never the name of a street.
    SMALL,
    /// About health or employment, whatever stands around it.
    PRIVATE,
    /// About health or employment unless it is said of an account or a screen.
    PRIVATE_OF_PERSON,
    /// An account, a mailbox, a screen.
    THING,
    /// In front of the number of a ticket of the helpdesk.
    TICKET,
    /// Somebody lives there.
    LIVES,
    /// A day of the month in words.
    ORDINAL,
    /// The ending of a day of the month.
    ORDINAL_END,
    /// A day of the week.
    WEEKDAY,
    /// Means something else together with the word before it.
    PAIRED,
}

impl Meaning {
    pub(super) const NONE: Self = Self(0);

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether it means any of these.
    pub(super) const fn is(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }
}

/// Words longer than this mean nothing here.
pub(super) const LONGEST: usize = 16;

/// The hash of short words: a few cycles a letter.
#[derive(Clone, Copy)]
struct WordHasher(u64);

impl Default for WordHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

type Words = HashMap<&'static [u8], Meaning, BuildHasherDefault<WordHasher>>;

/// The meaning of a word in small letters.
pub(super) fn meaning(word: &[u8]) -> Meaning {
    WORDS.get(word).copied().unwrap_or_default()
}

/// The month a word names.
pub(super) fn month(word: &[u8]) -> Option<i8> {
    let name = word.get(..3)?;
    let number = [
        b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec",
    ]
    .iter()
    .position(|month| *month == name)?;
    i8::try_from(number + 1).ok()
}

/// The day of the month that a word names: `third`, `twenty` (with `first` to follow).
pub(super) fn ordinal(word: &[u8]) -> Option<i8> {
    const DAYS: [&[u8]; 20] = [
        b"first",
        b"second",
        b"third",
        b"fourth",
        b"fifth",
        b"sixth",
        b"seventh",
        b"eighth",
        b"ninth",
        b"tenth",
        b"eleventh",
        b"twelfth",
        b"thirteenth",
        b"fourteenth",
        b"fifteenth",
        b"sixteenth",
        b"seventeenth",
        b"eighteenth",
        b"nineteenth",
        b"twentieth",
    ];
    match word {
        b"twenty" => Some(20),
        b"thirty" | b"thirtieth" => Some(30),
        _ => i8::try_from(DAYS.iter().position(|day| *day == word)? + 1).ok(),
    }
}

/// What a part of a year in words is worth: `sixty`, `two`.
pub(super) fn count(word: &[u8]) -> Option<i16> {
    Some(match word {
        b"one" => 1,
        b"two" => 2,
        b"three" => 3,
        b"four" => 4,
        b"five" => 5,
        b"six" => 6,
        b"seven" => 7,
        b"eight" => 8,
        b"nine" => 9,
        b"ten" => 10,
        b"eleven" => 11,
        b"twelve" => 12,
        b"thirteen" => 13,
        b"fourteen" => 14,
        b"fifteen" => 15,
        b"sixteen" => 16,
        b"seventeen" => 17,
        b"eighteen" => 18,
        b"nineteen" => 19,
        b"twenty" => 20,
        b"thirty" => 30,
        b"forty" | b"fourty" => 40,
        b"fifty" => 50,
        b"sixty" => 60,
        b"seventy" => 70,
        b"eighty" => 80,
        b"ninety" => 90,
        _ => return None,
    })
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for (meaning, list) in LISTS {
        for word in list.split_ascii_whitespace() {
            let known = words.entry(word.as_bytes()).or_default();
            *known = known.or(*meaning);
        }
    }
    words
});

/// The words themselves, in small letters without accents.
const LISTS: &[(Meaning, &str)] = &[
    (
        Meaning::PAIRED,
        "code codes c net uk mail mails email mailbox account accounts helpdesk insurance ins sort",
    ),
    (Meaning::NHS, "nhs chi nhsnumber nhsno nhsnum nhsid"),
    (Meaning::INSURANCE, "ni nino nin insurance ninumber"),
    (Meaning::TAX, "tax taxpayer utr trn hmrc paye"),
    (
        Meaning::BIRTH,
        "dob born birth birthdate birthdates dobs bday dateofbirth",
    ),
    (Meaning::BIRTHDAY, "birthday birthdays bday"),
    (Meaning::AGE, "aged age"),
    (Meaning::PASSPORT, "passport passports passportno passportnumber"),
    (Meaning::DRIVING, "driving driver drivers drives dvla dva"),
    (Meaning::LICENCE, "licence license licences licenses lic"),
    (Meaning::SORT, "sort sortcode sc scode"),
    (
        Meaning::ACCOUNT,
        "account acc acct accnt accounts accountno accountnumber",
    ),
    (
        Meaning::BANK,
        "bank banking bacs barclays lloyds natwest hsbc santander nationwide halifax monzo starling tsb payroll",
    ),
    (
        Meaning::CARD,
        "card visa mastercard amex debit credit maestro pan cardnumber",
    ),
    (Meaning::IBAN, "iban"),
    (
        Meaning::PHONE,
        "tel telephone phone phones phoned mobile mobiles mob cell call called calls calling ring rang fax text texted texts \
         whatsapp landline sms dial telno phoneno mobileno phonenumber mobilenumber t m ph tele extension ext contactable",
    ),
    (
        Meaning::REFERENCE,
        "order orders invoice invoices inv ref reference refs ticket tickets incident case job po serial model part version \
         booking tracking parcel meter policy quote quotation receipt batch asset barcode sku customer delivery charity \
         company vat uprn ods imei isbn code docket consignment item product supplier subscription membership agreement \
         contract purchase log certificate mpan mprn lot catalogue request requisition swift reg",
    ),
    (Meaning::NUMBER, "no number num nr nos numbers is are id was"),
    (Meaning::CQC, "cqc"),
    (Meaning::CONTACT, "contact manager nominated individual con rm"),
    (
        Meaning::PLACE,
        "location provider site service locations providers home organisation registration",
    ),
    (
        Meaning::EVENT,
        "joined join joins joining joiner left leaves leaving leaver leave start starts started starting begin begins began \
         beginning commence commenced commences commencing employed employment appointed hired recruited resigned resigns retired \
         retires transferred transfer moved moves training trained train course courses expires expiry expired expire exp valid \
         renewal renewed renew renews due deadline inspection inspected inspections audit audited audits meeting meetings \
         appointment booked visit visited visits review reviewed reviews dated sent received receive emailed called phoned rang \
         raised logged invoice invoiced order ordered delivered delivery published version updated update revised issued issue \
         registered registration opened opens closed closes closing close effective holiday return returns returned returning \
         contract shift rota policy guide act founded established built completed complete passed pass certificate certified \
         dbs created deactivated reset locked changed change installed serviced service warranty lease tenancy subscription \
         backup payment paid pay purchased bought replaced tested test signed sign awarded award rated rating report \
         reported submitted submit requested request deleted delete activated disabled enabled working works worked worker \
         admitted discharged vaccinated vaccination vaccine jab booster assessment assessed dols refurbished calibrated \
         qualified graduated married wedding anniversary minutes agenda newsletter bulletin circular fire drill incident \
         edition release released launch launched migration migrated until doj login logon logins logged day induction supervision appraisal",
    ),
    (
        Meaning::TOWARDS,
        "from by on until till to before after since date dates dated between as at of for week wc commencing ending",
    ),
    (
        Meaning::MONTH,
        "jan january feb february febuary mar march apr april may jun june jul july aug august sep sept september oct october nov \
         november dec december",
    ),
    (
        Meaning::STREET,
        "street road rd lane ln avenue ave crescent cres terrace terr gardens gdns grove mews drove parade broadway boulevard blvd \
         esplanade promenade embankment byway str cresent streets",
    ),
    (
        Meaning::MAYBE_STREET,
        "st close cl drive dr way court ct place pl square sq walk hill row park green rise view mount quay wharf yard end gate vale \
         croft fields field meadow meadows path passage circus bank garden wood woods copse dell chase common cottages villas \
         buildings heights point bridge brow quays causeway corner crossing cross dene down downs farm ford garth glade glebe glen \
         hatch heath hollow leas lea links loan market marina mead nook orchard paddock pasture pastures pines reach ride ridge \
         side slade spinney stables strand wynd fold approach ridgeway causewayside highway parkway greenway fairway headland",
    ),
    (
        Meaning::DWELLING,
        "house cottage lodge farm barn hall vicarage rectory villa manor grange court tower mansions heights bungalow farmhouse \
         mill priory abbey gables parsonage oasthouse chapel schoolhouse forge stables annexe",
    ),
    (
        Meaning::FLAT,
        "flat apartment apt apartement maisonette flt unit suite plot",
    ),
    (
        Meaning::HOUSE_PART,
        "studio room lodge caravan chalet annexe annex bedsit basement floor penthouse cabin mews house cottage block",
    ),
    (
        Meaning::MACHINE,
        "laptop laptops computer computers pc pcs desktop tablet ipad windows memory ram ssd hdd disk drive storage server \
         processor cpu usb stick model printer phone macbook chromebook machine bags bag motor monitor screen",
    ),
    (
        Meaning::DOCTOR,
        "doctor doctors dr gp gps consultant hospital surgery midwife nurse physio psychiatrist specialist clinic surgeon medic",
    ),
    (
        Meaning::UNIT,
        "hours hour hrs hr minutes minute mins min days day weeks week months month years year yrs yr people persons staff residents \
         resident beds bed rooms room miles mile km metres meters am pm pounds pence users user accounts account emails email mails \
         members member owners owner homes home sites site carers carer nurses nurse tablets tablet mg ml per percent times \
         o clock working calendar seconds second sec secs new old more spaces places steps pages page copies nights shifts \
         minuteswalk mailboxes mailbox requests request tickets ticket gb mb kg grams stone inches feet ft items boxes \
         men women others colleagues volunteers visitors calls call letters questions options option laptops phones computers",
    ),
    (
        Meaning::SMALL,
        "the a an of to in on at by for from and or but is are was were be been it its we i you they he she this that these those \
         with without as if then than so our your their his her my me us them not no yes will would can could should shall may must \
         have has had do does did all any each every some both when where who what which how there here out up down off into \
         about after before until since during between over under again still also just only now please via per",
    ),
    (
        Meaning::PRIVATE,
        "sick sickness sicknote pregnant pregnancy pregnancies maternity paternity disciplinary disciplined disciplinaries \
         misconduct grievance grievances sacked redundancy redundant dementia alzheimers alzheimer diabetes diabetic diabetics depression \
         anxiety epilepsy epileptic cancer chemotherapy chemo hiv miscarriage bereavement bereaved diagnosis diagnosed prognosis \
         schizophrenia bipolar parkinsons hepatitis stroke asthma arthritis tumour tumor leukaemia autism autistic adhd \
         ptsd covid hysterectomy ivf antidepressants menopause overdose alcoholic alcoholism addiction safeguarding whistleblowing \
         tribunal conviction convictions convicted arrested dbs visa dnacpr palliative terminally hospitalised miscarried \
         suicidal suicide incontinent incontinence catheter insulin seizure seizures fracture fractured injury injured \
         dismissal unwell illness illnesses ssp immigration asylum deported pneumonia sepsis tuberculosis norovirus mrsa \
         hepatic dialysis biopsy ulcer ulcers caesarean antenatal postnatal breastfeeding disability disabilities disciplining \
         burnout flu migraine migraines angina allergic allergy allergies hypertension diarrhoea vomiting concussion \
         sciatica eczema copd infection infections sponsorship brp misdemeanour abusive harassment bullying bullied sectioned psychiatric psychiatrist counselling \
         hernia uti utis shingles relapsed relapse rehab detox lupus fibromyalgia gallstones appendicitis meningitis psoriasis \
         osteoporosis glaucoma cataract cataracts lymphoma melanoma mastectomy colonoscopy endoscopy radiotherapy stillbirth \
         endometriosis menopausal insomnia anorexia anorexic bulimia ocd dyslexia dyslexic dyspraxia aspergers neurodivergent \
         tonsillitis bronchitis thrombosis embolism aneurysm arrhythmia amputation amputated paralysed colostomy stoma gout \
         cirrhosis jaundice anaemia anaemic whiplash sprained dislocated chickenpox measles mumps scabies gastroenteritis \
         coronavirus antibiotics methadone parkinson pacemaker abortion demoted demotion absenteeism awol underperforming \
         underperformance reprimanded furlough furloughed imprisoned jailed sclerosis",
    ),
    (
        Meaning::PRIVATE_OF_PERSON,
        "suspended suspend suspending suspends suspension dismissed dismiss dismissing dismisses discipline fired disabled ill \
         operation attack investigation capability surgery depressed stress stressed absent absence salary wages wage probation warning medication hospital mental fit occupational medical criminal permit signed \
         poorly breakdown leave note notes certificate test tests performance",
    ),
    (
        Meaning::THING,
        "account accounts mailbox mailboxes password licence license login profile email message messages notification \
         notifications window alert popup banner reminder box prompt screen service services user users access feature \
         setting settings button device laptop computer link session system",
    ),
    (
        Meaning::TICKET,
        "inc cs ritm req task sctask chg prb tkt cas ims itask sr chgt",
    ),
    (Meaning::LIVES, "lives living live resides address addresses"),
    (
        Meaning::ORDINAL,
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth \
         seventeenth eighteenth nineteenth twentieth twenty thirtieth thirty",
    ),
    (Meaning::ORDINAL_END, "st nd rd th"),
    (
        Meaning::WEEKDAY,
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_can_be_found() {
        for (expected, list) in LISTS {
            for word in list.split_ascii_whitespace() {
                assert!(meaning(word.as_bytes()).is(*expected), "{word}");
                assert!(
                    word.bytes().all(|byte| byte.is_ascii_lowercase()),
                    "{word} is no single word"
                );
                assert!(word.len() <= LONGEST, "{word} is too long");
            }
        }
    }

    #[test]
    fn a_word_means_several_things_or_nothing() {
        assert!(meaning(b"may").is(Meaning::MONTH) && meaning(b"may").is(Meaning::SMALL));
        assert_eq!(meaning(b"rowan"), Meaning::NONE);
        assert_eq!(month(b"sept"), Some(9));
        assert_eq!(ordinal(b"third"), Some(3));
    }
}
