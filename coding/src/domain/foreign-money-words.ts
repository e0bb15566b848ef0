/**
 * Words about bills and who pays them in the languages that people write into notes beside English. Left out is what a
 * chart says of a patient: French "assurance" (what someone was given assurance of), Turkish "ödeme" (to the oedema),
 * Korean "수가" (a count), Arabic "تأمين" (securing an airway) and "الدفع" (ejection), Russian "возмещение" (of a loss of
 * blood) and "страховка" (a rope), Spanish "ingreso" (admission), Dutch "eigen risico" (against advice), German
 * "erlösen" (from pain) and "Rechnung tragen" (to allow for).
 */
const WITH_SPACES: readonly string[] = [
  // Spanish, Portuguese
  'factur(?:a|as|ar|ación|ado|ada|able)|reembols\\p{L}+|asegurador\\p{L}+|seguro (?:médico|de salud)|copagos?|pagos?|tarifas?',
  'fatur(?:a|as|ar|amento|ado|ada)|segurador\\p{L}+|plano de saúde|convênio médico|coparticipação|pagamentos?|cobrança',
  // French, Italian
  'factur(?:e|es|er|ation|é|ée)|rembours\\p{L}+|assurances? (?:maladie|santé)|assureurs?|tiers payant|ticket modérateur|paiements?|honoraires',
  'fattur(?:a|e|are|azione)|rimbors\\p{L}+|assicurazion[ei]|assicurator\\p{L}+|pagament[oi]',
  // German, Dutch
  '(?:ab)?rechnung(?:en)?(?! (?:zu )?(?:ge)?tr[aäu]g)|abrechn(?:en|et|est|bar\\p{L}*)|abzurechnen|vergütung(?:en)?|vergüte[nt]|(?:kosten|rück)erstattung(?:en)?|erstattungsfähig\\p{L}*|krankenkassen?|kranken(?:versicherung|versicherer)\\p{L}*|zuzahlung(?:en)?|kostenträgers?|fallpauschalen?|erlöse?',
  'factu(?:ur|ren)|vergoeding(?:en)?|zorgverzekera\\p{L}+|ziektekostenverzekering|declaratie|eigen bijdrage|betaling(?:en)?',
  // Polish, Turkish
  'faktur\\p{L}*|refundacj\\p{L}+|ubezpiecz(?:eni|yciel)\\p{L}+|płatnoś\\p{L}+|rozliczeni\\p{L}+',
  'fatura\\p{L}*|geri ödeme\\p{L}*|sigorta\\p{L}*',
  // Russian, Hindi
  'медицинск\\p{L}+ страховк\\p{L}+|страховани\\p{L}+|страхов(?:ая|ой|ую|ое|ые|ых|ым|ого|ому|ыми)|страховщик\\p{L}*|оплат\\p{L}+|плат[её]ж\\p{L}*|тариф\\p{L}*',
  'बीमा|भुगतान|बिलिंग',
  // Vietnamese, Tagalog
  'thanh toán|(?<!mũ )bảo hiểm|hóa đơn|hoá đơn|hoàn tiền|viện phí|chi trả',
  'bayarin|pagbabayad|bayad sa (?:ospital|doktor)|singilin',
  // Arabic, with the small words that are written onto the next
  '[وفبلك]?(?:(?:ال)?تأمين (?:ال)?صحي|شرك(?:ة|ات) (?:ال)?تأمين|(?:ال|لل)?(?:فاتورة|فواتير|فوترة)|(?:سداد|استرداد) (?:ال)?تكاليف)',
]
/** Chinese, Japanese and Korean, where a word has no end; 保险套 is a condom, 保险带 a belt. */
const WITHOUT_SPACES = [
  '报销|報銷|医保|醫保|健保|保险(?![套带杠丝])|保險(?![套帶桿槓絲])|付款|支付|收费|收費|账单|帳單|计费|自付',
  '保険|診療報酬|請求[書額]|自己負担|支払|償還払|医療費',
  '보험|진료비|청구[서액]|본인부담|의료비|비급여',
].join('|')

export const FOREIGN_MONEY_WORDS = `(?<![\\p{L}\\p{M}])(?:${WITH_SPACES.join('|')})(?![\\p{L}\\p{M}])|${WITHOUT_SPACES}`

const MONEY = new RegExp(FOREIGN_MONEY_WORDS, 'iu')

/** Whether a text in another language than English is about bills or who pays them. */
export function isAboutMoneyElsewhere(text: string): boolean {
  return MONEY.test(text.normalize('NFC'))
}
