/**
 * Recognises text that speaks to software instead of documenting a patient. It never decides alone what is true of a
 * patient: a line that it finds cannot be quoted, and the document that holds one needs the support of the rules.
 */

import { FOREIGN_MONEY_WORDS } from '#coding/domain/foreign-money-words.ts'

export type Span = { readonly start: number; readonly end: number }

/** "AI" alone is aortic insufficiency, "GPT" an enzyme, "Assistant:" a person in an operative note. */
const MACHINE =
  '(?:ai (?:assistant|model|system|agent|coder|coding|tool|bot|reader|engine)|artificial intelligence|(?:large )?language model|llm\\b|chatgpt|gpt-?\\d|copilot|chatbot|coding (?:assistant|engine|bot|software|tool|agent|system|model)|automated (?:coder|coding|system|reader)|postil|virtual assistant)'
const ORDERS =
  '(?:instruction|prompt|rule|guideline|polic(?:y|ies)|directive|constraint|guardrail|the above|everything above)'

/** How other languages call what reads the note. The mention alone is no order: a patient may consent to a scribe. */
const FOREIGN_MACHINE = [
  'inteligencia artificial|modelo de lenguaje|inteligência artificial|assistente de ia|modelo de linguagem',
  'intelligence artificielle|modèle de langage|intelligenza artificiale|modello linguistico',
  'sprachmodell|künstliche[nr]? intelligenz|ki-(?:assistent|modell|system)|sztuczn\\p{L}+ inteligencj|modelu? językow',
  'yapay zek[aâ]|dil modeli|trí tuệ nhân tạo|mô hình ngôn ngữ|\\bai na (?:bumabasa|nagbabasa)|artipisyal na intelihensiya',
  'языков\\p{L}+ модел|искусственн\\p{L}+ интеллект|нейросет',
  '人工智能|语言模型|大模型|人工知能|言語モデル|aiアシスタント|ai助手|인공지능|언어 ?모델|ai ?어시스턴트',
  'الذكاء الاصطناعي|نموذج (?:لغوي|اللغة)|एआई|कृत्रिम बुद्धिमत्ता|भाषा मॉडल',
].join('|')
const FOREIGN_CODE =
  'c[oó]digo|\\bcodes?\\b|\\bkod|код|代码|编码|コード|코드|رمز|كود|कोड|\\bmã\\b|(?<![\\p{L}\\d])[a-tv-z]\\d[0-9a-z]\\.\\d'

/** To raise what is paid, and what pays best, as the English patterns have it. */
const FOREIGN_RAISE = [
  'maximi[czs]\\p{L}*|optimi[czs]\\p{L}*|aument\\p{L}+|increment\\p{L}+|augment\\p{L}+|massimizz\\p{L}+|ottimizz\\p{L}+',
  'maximier\\p{L}+|optimier\\p{L}+|erhöh\\p{L}+|steiger\\p{L}+|verho(?:og|gen)|maksymaliz\\p{L}+|zmaksymaliz\\p{L}+|zwiększ\\p{L}*',
  'максимизир\\p{L}+|увелич\\p{L}+|artır\\p{L}*|yükselt\\p{L}*|tối đa hóa|tăng|palakihin|taasan|i-?maximize',
  '最大化|最大限|提高|增加|増や|上げ|극대화|최대화|늘리|늘려|높이|높여|زيادة|زد |ارفع|تعظيم|बढ़ा|बढ़ा|अधिकतम',
].join('|')
const FOREIGN_BEST_PAID = [
  'mejor pagad\\p{L}+|más rentables?|mais rentáve(?:l|is)|mais bem pag\\p{L}+|mieux (?:payés?|rembours\\p{L}+)|plus rentables?',
  'più redditizi\\p{L}*|meglio (?:pagat|rimborsat)\\p{L}|best ?(?:bezahlt|vergütet)\\p{L}*|am besten (?:bezahlt|vergütet)\\p{L}*',
  'najlepiej płatn\\p{L}+|наиболее выгодн\\p{L}+|самые дорогие|самый дорогой|en kârlı|en karlı|có lợi nhất|trả cao nhất',
  '最赚钱|最貴|最贵|(?:收费|报销|付款)最高|最も高額|가장 비싼|수익이 가장',
].join('|')

/** English first; then the same orders in other languages. Each looks for words that documentation has no use for. */
const PATTERNS: readonly RegExp[] = [
  new RegExp(`\\b(?:ignore|disregard|forget|override|supersede)\\b.{0,60}\\b${ORDERS}`),
  /\b(?:bypass|skip|replace|discard|stop following|do not follow|violate)\b.{0,40}\b(?:system prompt|your (?:instruction|rule|prompt|guideline)|the (?:prompt|guardrail)|these rules|safety (?:rule|filter))/,
  /\b(?:hidden|secret|real|actual|true) (?:system )?(?:instruction|prompt|directive)s?\b|\b(?:new|updated|revised|override) (?:system (?:instruction|prompt|message)|prompt|directive)s?\b|\bsystem prompt\b/,
  new RegExp(
    `\\b(?:you are|you're|act as|pretend to be|behave as|roleplay as|from now on,? you)\\b.{0,40}(?:${MACHINE}|helpful assistant|unrestricted|jailbroken|developer mode|\\bdan\\b|senior coder|billing expert)`,
  ),
  new RegExp(
    `\\b(?:notes?|message|attention|memo|instructions?|notice|request|reminder|hint|orders?) (?:to|for) (?:the |any |an )?(?:reading )?${MACHINE}`,
  ),
  new RegExp(
    `(?:^|[.:;!?]\\s*|\\bdear |\\bhey |\\bhello )(?:the )?(?:${MACHINE}|ai)s?\\s*[,:-]\\s*(?:please|add|report|include|ignore|disregard|you|output|code|always|this|kindly|quote|return|list|do)`,
  ),
  new RegExp(
    `${MACHINE}s? (?:must|should|shall|will now|needs? to|has to|is required|are required|please|reading this|processing this)`,
  ),
  new RegExp(
    `\\b(?:if|when|as) you are (?:an? )?(?:${MACHINE}|ai\\b|model\\b|software\\b|bot\\b)|\\b(?:any|every|whatever|whichever) (?:${MACHINE}|ai|software|model|bot)\\b.{0,30}(?:read|process|pars|summari)`,
  ),
  /^[\s#*>\-\d.)]*(?:system|developer|human|user|admin(?:istrator)?)\s*(?:message|prompt|override|instruction|note|update)?\s*[:\]>].{0,200}\b(?:you|ignore|add|report|output|append|instructions?|code [a-z]\d|codes|mode)\b/,
  /\b(?:system|developer|admin) (?:message|prompt|override|instruction)s?\s*[:\]>]/,
  /^[\s#*>\-\d.)]*assistant\s*[:\]>]\s*(?:sure|okay|ok\b|of course|i will|i'll|i have|understood|certainly|here|as requested|\{|done)/,
  /<\/?(?:system|assistant|user|human|instructions?|prompt|tool_(?:use|result|call)|function_calls?|document|untrusted_documents|admin|im_start|im_end)\b[^>]{0,80}>/,
  /<\|[a-z_]{2,30}\|>|\[\/?(?:inst|sys|system|assistant|user)\]|<<\/?sys>>|\bend of (?:untrusted|user|input|data|context|prompt)/,
  /"(?:items|kind|quotes|code|element|topic|role|untrusted_documents|found_by_rules|candidates|stop_reason)"\s*:|```|\]\s*\}\s*[,{[]|\}\s*\]\s*\}/,
  /\b(?:add|report|include|output|append|insert|assign|emit|produce|attach|suggest)\b (?:to (?:the|your) (?:output|answer|report|items)\b|.{0,40}\b(?:icd(?:-?10)?(?:-?cm)?|diagnos(?:is|tic)|billing|hcc|cpt|these|following|highest|extra|all)\b.{0,20}\bcodes?\b)/,
  /\b(?:add|report|include|output|append|insert|emit|suggest|code|bill|assign) (?:for |as |the )?(?:code )?[a-z]\d[0-9a-z](?:\.[0-9a-z]{1,4})?\b/,
  /\b(?:maximi[sz]e|optimi[sz]e|boost|inflate|capture more)\b .{0,30}\b(?:reimburse\w*|payment|revenue|billing|risk score|raf\b|hcc|drg|rvus?)|\b(?:increase|raise|higher)\b .{0,30}\b(?:reimburse\w*|revenue|raf\b|hccs?\b|drg\b)/,
  /\b(?:highest|best|better|higher)[- ](?:paying|paid|reimbursed|reimbursement|weighted)\b|\bup-?cod(?:e|ing)\b|\bmost (?:lucrative|profitable|expensive) (?:code|level|diagnos)/,
  /\b(?:repeat|reveal|leak|disclose|print|output|write out|tell me)\b .{0,30}\b(?:system prompt|the prompt|your (?:instructions|rules|prompt|configuration)|api key|password)/,
  /\b(?:other|another|previous|every|all) patients?'? ?(?:s'? )?(?:notes?|records?|charts?|data|names?|information)\b.{0,60}\b(?:include|show|send|output|reveal|copy)|\b(?:include|show|send|output|list|reveal|copy)\b.{0,60}\b(?:other|another|previous|every|all) patients?(?:'s?)? (?:notes?|records?|charts?|data|names?|information|diagnos\w+)/,
  /\b(?:quote|cite) (?:this|the following|these|any|it)\b.{0,40}\b(?:as|for|in|evidence|support)\b/,
  /\b(?:developer|debug|maintenance|admin|god|unrestricted|jailbreak) mode\b/,
  /\b(?:remove|delete|withdraw|suppress|hide|mark as unsupported)\b[^.\n]{0,30}\b(?:all|every|previous|existing)\b[^.\n]{0,20}\b(?:finding|suggestion|code|question|quer(?:y|ies)|item)s?\b/,
  /\bdo not (?:mention|tell|reveal|disclose|flag)\b .{0,20}\b(?:this instruction|these instructions|the (?:user|clinician|physician|coder)|anyone about this)/,
  /\b(?:set|with|assign|use) .{0,20}\b(?:confidence|certainty|probability)\s*(?:=|:|to|of)?\s*(?:1\.0|100 ?%|max)/,
  /\b(?:post|upload|fetch|curl|exfiltrate|send)\b.{0,40}(?:https?:\/\/|\bwebhook\b)|\b(?:invoke|call|use) the \w+ (?:tool|function|api)\b/,
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0|color\s*:\s*(?:white|#fff(?:fff)?)\s*[;"']|<!--|<script|javascript:/,
  // Spanish, Portuguese, French, Italian, German, Dutch, Polish, Turkish, Vietnamese; then other scripts.
  /(?:^|[^\p{L}])(?:ignor[ae]r?|ignorez|ignorieren?|ignoriere|negeer|zignoruj|olvid[ae]|oublie[zr]?|vergiss|vergessen|dimentica|esque[cç]a|desconsidere?|yok say|b[oỏ] qua)(?:$|[^\p{L}]).{0,60}(?:instruc|instrukc|istruzion|anweisung|consigne|r[eè]gle|regras?|regole|regeln|vorgabe|talimat|h[uư][oớ]ng d[aẫ]n|polecen)/u,
  /(?:^|[^\p{L}])(?:a[nñ]ad[ea]|agreg(?:a|ue)|adicione|acrescente|ajoute[zr]?|aggiungi|f[uü]ge|hinzuf[uü]gen|voeg|dodaj|ekle|th[eê]m)(?:$|[^\p{L}]).{0,60}(?:c[oó]digos?|codes?|codici|codice|kodes?|kod[ouy]?\b|m[aã] )/u,
  /(?:игнорир|забудь|не обращай).{0,60}(?:инструкц|указани|правил)|(?:добавь|добавьте|укажи).{0,40}(?:код|диагноз)/,
  /忽略.{0,20}(?:指令|说明|指示|规则|提示)|无视.{0,20}(?:指令|规则)|添加.{0,20}(?:代码|编码|诊断)|指示を?.{0,10}(?:無視|忘れ)|コード.{0,10}(?:追加|報告)|지시.{0,15}(?:무시|잊)|코드.{0,10}추가/,
  // Tagalog and Vietnamese orders; then software addressed by its name in any of these languages, where codes are spoken of.
  /\bhuwag (?:mong )?(?:pansinin|sundin)\b.{0,60}(?:tagubilin|utos|patakaran)|\b(?:idagdag|iulat|isama|ilagay)\b.{0,60}\b(?:codes?|kodigo)\b|b[aá]o c[aá]o.{0,40}m[aã] /u,
  new RegExp(`(?:${FOREIGN_MACHINE}).{0,80}(?:${FOREIGN_CODE})|(?:${FOREIGN_CODE}).{0,80}(?:${FOREIGN_MACHINE})`, 'u'),
  /تجاهل.{0,40}(?:التعليمات|الأوامر|القواعد)|أضف.{0,30}(?:رمز|كود|تشخيص)|निर्देश.{0,30}(?:अनदेखा|नज़रअंदाज़|भूल)|कोड.{0,20}(?:जोड़|जोड)/,
]

/** Tried on a line as it stands alone, since it costs as much as all of the others together. */
const FOREIGN_MONEY_ORDER = new RegExp(
  `(?:${FOREIGN_RAISE}).{0,40}(?:${FOREIGN_MONEY_WORDS})|(?:${FOREIGN_MONEY_WORDS}).{0,30}(?:${FOREIGN_RAISE})|${FOREIGN_BEST_PAID}`,
  'u',
)

/** Letters of other scripts that look like ours, and figures that stand for letters inside words. */
const PAIRS = 'аa еe оo рp сc хx уy іi јj ѕs һh ԁd ԛq ԝw кk мm тt нh вb гr αa οo ρp νv υu ιi κk τt εe ηn χx'
const LOOKALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  PAIRS.split(' ').map((pair) => [pair.charAt(0), pair.charAt(1)]),
)
const NON_LATIN_LETTER = /[\u0370-\u03FF\u0400-\u052F]/gu

function foldLookalikes(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(NON_LATIN_LETTER, (letter) => LOOKALIKES[letter] ?? letter)
}

function foldFigures(text: string): string {
  const letters: Readonly<Record<string, string>> = {
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
  }
  return text.replace(/(?<=[a-z])[013457@$]+(?=[a-z])|\b[013457@$](?=[a-z]{2})/g, (figures) =>
    Array.from(figures, (figure) => letters[figure] ?? figure).join(''),
  )
}

/** "i g n o r e   a l l": single letters with single spaces; wider gaps stand between words. */
const SPACED = /(?:\b\w[ .\-_*]){2,}\w\b/g
function joinSpaced(text: string): string {
  return text.replace(SPACED, (run) => run.replace(/[ .\-_*]/g, ''))
}
const JOINED = /(?:ignore|disregard|forget|override)(?:all|any|the|your|previous|prior|these|above)/

const ENCODED =
  /[A-Za-z0-9+/_-]{24,}={0,2}|(?:[0-9a-fA-F]{2}[ ]?){16,}|(?:%[0-9a-fA-F]{2}){8,}|(?:\\u[0-9a-fA-F]{4}){6,}|(?:&#x?[0-9a-fA-F]+;){6,}/g
const READABLE = /^[\x20-\x7e\s]{12,}$/

/** What an encoded run says, when it says something in plain letters. */
function decode(run: string): readonly string[] {
  const tries = [
    () => Buffer.from(run, 'base64').toString('utf8'),
    () => Buffer.from(run.replaceAll(' ', ''), 'hex').toString('utf8'),
    () => decodeURIComponent(run),
    () => run.replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    () =>
      run.replace(/&#(x?)([0-9a-fA-F]+);/g, (_, x: string, n: string) =>
        String.fromCodePoint(Number.parseInt(n, x ? 16 : 10) % 0x110000),
      ),
  ]
  return tries.flatMap((attempt) => {
    try {
      const text = attempt()
      return text !== run && READABLE.test(text) ? [text] : []
    } catch {
      return []
    }
  })
}

function rotate(text: string): string {
  return text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97))
}

function reverse(text: string): string {
  return Array.from(text).reverse().join('')
}

const CODE = /\b[a-tv-z]\d[0-9a-z](?:\.[0-9a-z]{1,4})?\b/g
const MANY_CODES = 8

/** Codes one after the other with hardly a word between them are for software. */
function isStuffed(line: string): boolean {
  const codes = line.match(CODE) ?? []
  const words = line.replace(CODE, ' ').match(/[a-z]{3,}/g) ?? []
  return codes.length >= MANY_CODES && words.length < codes.length
}

function speaksToSoftware(line: string): boolean {
  const plain = foldLookalikes(line)
  const figured = foldFigures(plain)
  const joined = joinSpaced(plain)
  const forms = new Set([line.toLowerCase(), plain, figured, joined, rotate(plain), reverse(plain)])
  for (const form of forms) if (PATTERNS.some((pattern) => pattern.test(form))) return true
  if (FOREIGN_MONEY_ORDER.test(line.normalize('NFKC').toLowerCase())) return true
  if (joined !== plain && JOINED.test(joined)) return true
  if (isStuffed(plain)) return true
  const decoded = (line.match(ENCODED) ?? []).flatMap(decode)
  return decoded.some((text) =>
    [text.toLowerCase(), rotate(text.toLowerCase())].some((form) => PATTERNS.some((p) => p.test(form))),
  )
}

/** Patterns look at a window, so that one long line costs no more than many short ones. */
const WINDOW = 600
const OVERLAP = 120

/** @returns the lines that speak to software, or the parts of very long lines. */
export function detectInstructions(text: string): readonly Span[] {
  const spans: Span[] = []
  let start = 0
  while (start < text.length) {
    const lineEnd = text.indexOf('\n', start)
    const end = lineEnd === -1 ? text.length : lineEnd
    for (let from = start; from < end; from += WINDOW - OVERLAP) {
      const to = Math.min(end, from + WINDOW)
      if (speaksToSoftware(text.slice(from, to))) spans.push({ start: from, end: to })
      if (to === end) break
    }
    start = end + 1
  }
  // An order may be broken over lines: two neighbours are read as one.
  return mergeSpans([...spans, ...detectAcrossLines(text, spans)])
}

function detectAcrossLines(text: string, known: readonly Span[]): readonly Span[] {
  const isKnown = (line: RegExpExecArray): boolean =>
    known.some(({ start }) => start >= line.index && start <= line.index + line[0].length)
  const lines = [...text.matchAll(/[^\n]+/g)]
  return lines.flatMap((line, index) => {
    const next = lines[index + 1]
    if (!next || isKnown(line) || isKnown(next) || line[0].length + next[0].length > WINDOW) return []
    const both = `${line[0].trim()} ${next[0].trim()}`
    if (!PATTERNS.slice(0, 2).some((pattern) => pattern.test(foldLookalikes(both)))) return []
    return [{ start: line.index, end: next.index + next[0].length }]
  })
}

function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && span.start <= last.end)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
    else merged.push(span)
  }
  return merged
}
