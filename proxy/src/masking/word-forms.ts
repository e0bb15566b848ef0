/** What a word's own letters say: that it is a term, a brand's or a test's short form, and no name of a person or place. */

/** Endings of diseases, procedures and specialties. Long enough that no usual name has them. */
const CLINICAL =
  /(?:itis|itides|osis|[a-z]{2}oses|otic|a?emia|a?emic|uria|uric|ectomy|[ot]omy|tomies|oscopy|oscopic|ography|ographic|ogram|ograms|plasty|plasties|pathy|pathic|algia|algic|megaly|penia|penic|philia|plegia|plegic|paresis|rrh?oea|rrhea|rrhagic?|rrhagia|sclerosis|trophy|trophic|[a-z]{4}oma|[a-z]{4}omas|[a-z]{3}omata|ology|ologic|ological|ologies|ologist|ologists|iatry|iatric|iatrics|iatrist|ometry|ometer|graphy|[a-z]{3}lysis|ptysis|centesis|desis|tripsy|pexy|opia|opsia|esthesia|esthetic|thorax|edema|stasis|static|genic|genous|[a-z]{3}viral|[a-z]{3}virus|bacter|coccus|cocci|mycosis|aceae)$/
/** Stems of drugs (WHO, The use of stems in the selection of INN, 2018). */
const DRUG =
  /(?:[a-z]{3}cillin|mycin|micin|oxacin|conazole|prazole|nidazole|dazole|[a-z]{3}olol|[a-z]{4}pril|sartan|vastatin|dipine|gliptin|gliflozin|glutide|tide|[a-z]{3}mab|tinib|ciclib|parib|rafenib|zomib|[a-z]{4}vir|vudine|[a-z]{3}caine|azepam|azolam|barbital|setron|triptan|tidine|thiazide|semide|lukast|terol|tropium|[a-z]{4}sone|solone|sonide|profen|coxib|parin|xaban|gatran|platin|taxel|rubicin|trexate|mustine|cycline|dronate|dronic|fenac|oxetine|pramine|triptyline|azine|apine|idone|peridol|dafil|afenib|zosin|uracil|tabine|limus|mycine|kinase|statin|epoetin|plase|cef[a-z]{4,}|sulfa[a-z]{3,}|[a-z]{4}amide|onium|acetam|bamate|toin|melteon|orexant|gliptine|glinide|formin|glitazone|fibrate|gepant|astine|phylline|thromycin|bendazole|[a-z]{3}quine|terone|gestrel|estradiol|tropin|relin|vaptan|ximab|zumab|umab)$/
/** Endings of plain words. */
const PLAIN =
  /(?:tion|tions|tional|sion|sions|[a-z]{4}ments?|[a-z]{4}ness|ities|[a-z]{4}ability|ibility|[a-z]{3}ically|ously|ingly|edly|ively|[a-z]{3}ated|[a-z]{3}ized|[a-z]{3}ised|[a-z]{5}able|[a-z]{3}ible|isms?|istic|[a-z]{5}less|ious|eous|[a-z]{3}ative|[a-z]{2}itive|ctive|cular|[a-z]{3}tological|ologically|[a-z]{3}ships?|graphic|ometric|[a-z]{3}aneous|escent|escence|ectic|[a-z]{3}oidal?|ization|isation|factory|matory|ological)$/
/** And of those that may end a name as well, so that only the start of a sentence, where any word has a capital, asks. */
const COMMON =
  /(?:ing|ings|ed|ly|al|als|ic|ics|ous|ive|ary|ory|ance|ence|ances|ences|ency|ancy|ant|ants|ent|ents|ful|ity|ness|ment|able|ate|ates|ure|ures|ism|ist|ists|ward|wards|wise|ize|izes|ify|ifies|ize|age|ages|fully|less|ile|oid|ular|ine|ines|ide|ides|ase|yl|ium|um|us|ae|[^aeiouy]s)$/

/** "NSAIDs", "BiPAP", "EndoGIA": a capital inside, but not behind what begins names ("McIvor", "DeLuca", "O'Connor"). */
const INNER_CAPITAL =
  /^(?!(?:Mc|Mac|De|Di|Da|Du|La|Le|Lo|O['’]|D['’]|St|Van|Von|Fitz|Al|El|Ben|Ní|Mc)\p{Lu})[^-]{1,20}\p{Lu}/u
/** "T-wave", "X-ray", "Post-op": a letter or a prefix, a hyphen and more. */
const PREFIXED =
  /^(?:\p{L}|non|anti|pre|post|sub|peri|intra|inter|multi|semi|self|well|half|neo|pro|co|re|un|mid|bi|tri|auto|micro|macro|hyper|hypo|endo|extra|supra|infra|trans|ultra|long|short|low|high|full|part|follow|check|left|right|over|under|all|cross|open|one|two|three|four|five|six|seven|eight|nine|ten)-/u
const CLOSED =
  /-(?:type|like|free|associated|induced|related|based|negative|positive|up|in|out|on|off|old|term|line|ray|wave|tube|section|shaped|guided|strips?|operative|op|dependent|sided|level|spine|segment|test|score)$/

const isShort = (text: string): boolean => text.length < 4

/** Of a capitalised word that no list has. */
export function isTermByForm(text: string, lower: string): boolean {
  if (
    (text !== text.toUpperCase() && INNER_CAPITAL.test(text)) ||
    CLINICAL.test(lower) ||
    DRUG.test(lower) ||
    PLAIN.test(lower)
  )
    return true
  return lower.includes('-') && (PREFIXED.test(lower) || CLOSED.test(lower))
}

/** Of one that begins a sentence: then plain words are capitalised too. */
export function isWordByForm(text: string, lower: string): boolean {
  return isShort(text) || isTermByForm(text, lower) || COMMON.test(lower)
}
