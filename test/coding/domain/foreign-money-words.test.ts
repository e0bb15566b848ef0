import { describe, expect, test } from 'vitest'
import { isAboutMoneyElsewhere } from '#coding/domain/foreign-money-words.ts'

describe('is about money', () => {
  test.each([
    ['Spanish', 'Pregunta si el seguro médico cubre la factura y el copago.'],
    ['Portuguese', 'Pergunta se o plano de saúde cobre o pagamento.'],
    ['French', "Elle demande si l'assurance maladie rembourse."],
    ['Italian', 'Chiede se il rimborso copre la fattura.'],
    ['German', 'Fragt, ob die Krankenkasse die Rechnung bezahlt.'],
    ['Dutch', 'Vraagt of de zorgverzekeraar de factuur betaalt.'],
    ['Polish', 'Pyta, czy ubezpieczenie pokryje fakturę.'],
    ['Turkish', 'Faturayı sigortanın ödeyip ödemediğini soruyor.'],
    ['Russian', 'Спрашивает, покроет ли страховая компания оплату.'],
    ['Hindi', 'पूछती है कि बीमा से भुगतान होगा या नहीं।'],
    ['Vietnamese', 'Hỏi bảo hiểm y tế có thanh toán không.'],
    ['Vietnamese, as some keyboards write it', 'Hỏi bảo hiểm y tế có trả không.'.normalize('NFD')],
    ['Tagalog', 'Tinatanong ang bayarin sa ospital.'],
    ['Arabic', 'تسأل عن شركة التأمين والفاتورة.'],
    ['Chinese', '询问医保能否报销。'],
    ['Japanese', '自己負担と保険について質問。'],
    ['Korean', '보험과 진료비를 묻는다.'],
  ])('%s', (_, text) => {
    expect(isAboutMoneyElsewhere(text)).toBe(true)
  })
})

describe('is about the patient', () => {
  test.each([
    ['a fracture', 'Fractura de radio, fratura, frattura, fracture, facteur de risque.'],
    ['an admission', 'Motivo de ingreso: dolor torácico.'],
    ['assurance that was given', 'Given assurance and reassurance; quality assurance of the pump.'],
    ['a risk that is taken', 'Verlaat op eigen risico de afdeling.'],
    ['what is allowed for, and relief', 'Den Wünschen wurde Rechnung getragen. Möge es ihn erlösen.'],
    ['oedema', 'Ödeme bağlı ağrı, ödem artmış.'],
    ['fears, a rope, a loss of blood', 'Много страхов. Падение без страховки. Возмещение кровопотери.'],
    ['illness', 'बीमार है, बीमारी का इतिहास।'],
    ['a helmet and a limb', 'Không đội mũ bảo hiểm. Đau chi trái.'],
    ['an airway that is secured, ejection, obstruction', 'تأمين مجرى الهواء، نسبة الدفع، انسداد الأمعاء.'],
    ['a condom, a belt', '使用保险套。未系保险带。'],
    ['a count of cells, a risk', '백혈구 수가 증가. 위험 인자.'],
    ['a load', '右心負担あり。'],
    ['words that only begin alike', 'Pagophagia, pagetoid cells, a manufactured joint.'],
  ])('%s', (_, text) => {
    expect(isAboutMoneyElsewhere(text)).toBe(false)
  })
})
