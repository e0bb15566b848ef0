// Made by `npm run data`. Do not edit.
import type { SupportWords } from './support-words.ts'

export const supportWords: SupportWords = {
  "monitor": [
    "\\bmonitor(?:s|ed|ing)?\\b",
    "\\bre-?check(?:s|ed|ing)?\\b",
    "\\brepeat\\b",
    "\\btrend(?:s|ed|ing)?\\b",
    "\\bsurveillance\\b",
    "\\bwatch(?:ing|ful)?\\b",
    "\\bf/u\\b|\\bfollow(?:ing|s|ed)?(?:[- ]?up)?\\b",
    "\\b(?:home|daily|weekly|ambulatory) (?:blood pressures?|bps?|glucose|sugars?|weights?|readings?|log)\\b",
    "\\b(?:labs?|a1c|cbc|cmp|bmp|inr|psa|tsh|level|echo\\w*|scan|imaging|spirometry|colonoscopy) (?:in|every|at next|before next|prior to)\\b",
    "\\breturn (?:in|for)\\b|\\brtc\\b",
    "\\b(?:reports?|denies|endorses|no) (?:any )?(?:chest pain|dyspnea|edema|orthopnea|hypoglycemi\\w+|wheez\\w+|falls?|bleeding|seizures?|flares?|cravings?|symptoms?|exacerbations?)\\b"
  ],
  "evaluate": [
    "\\b(?:a1c|hba1c|egfr|gfr|ef|ejection fraction|bnp|creatinine|cr|hgb|hemoglobin|plt|platelets?|wbc|fev1|spo2|o2 sats?|saturation|phq-?9|gad-?7|bmi|inr|ldl|tsh|psa|abi|meld|viral load|cd4|albumin|ammonia|glucose|sugars?|bp|blood pressure|potassium|sodium|lactate)\\b(?:[^.;\\d]|\\.(?=\\d)){0,25}?\\d+(?:[.,/]\\d+)*",
    "\\b(?:echo\\w*|ekg|ecg|ct|mri|x-?rays?|cxr|ultrasound|spirometry|pfts?|biopsy|labs?|doppler|angiogra\\w+|scan|colonoscopy|mammogram)\\b[^.;]{0,30}\\b(?:show\\w*|reveal\\w*|with|normal|unchanged|reviewed|demonstrat\\w+|negative|positive|today|consistent)\\b",
    "\\breview(?:ed|ing)?\\b",
    "\\b(?:on )?exam(?:ination)?\\b[^.;]{0,40}\\b(?:with|show\\w*|no|without|reveal\\w*|clear|intact|unchanged)\\b",
    "\\b(?:order(?:ed|ing)?|obtain(?:ed|ing)?|check(?:ed|ing)?|send(?:ing)?|sent) (?:an? |the |his |her |their |repeat |new )?\\w+",
    "\\b(?:monofilament|foot exam|diabetic foot|mini-?mental|moca|mmse|six[- ]minute walk)\\b"
  ],
  "assess": [
    "\\b(?:un|non)?stable\\b",
    "\\b(?:well|poorly|sub-?optimally|adequately|better|not|un)?[- ]?controlled\\b",
    "\\b(?:at|not at|near|above|below|to) goal\\b",
    "\\b(?:improv|worsen|progress|deteriorat|resolv)(?:e[ds]?|ing|ed|ement|ion|ive)\\b",
    "\\b(?:de)?compensated\\b|\\bexacerbat\\w+\\b|\\bflare\\w*\\b",
    "\\ba?symptomatic\\b",
    "\\b(?:in )?(?:partial |full |complete |sustained |early )*remission\\b",
    "\\b(?:worse|better|(?:less|more) (?:often|frequent\\w*|severe)|fewer|under control|quiescent|inactive disease|active disease)\\b",
    "\\bdoing (?:well|better|poorly|worse)\\b",
    "\\bat (?:his |her |their )?baseline\\b|\\bunchanged\\b",
    "\\b(?:euvolemic|hypervolemic|volume overload(?:ed)?|nyha (?:class )?[iv1-4]+)\\b",
    "\\b(?:tolerat|respond)(?:es|ing|ed)\\b",
    "\\b(?:due|secondary|related|attributed) to\\b|\\bcaused by\\b",
    "\\b(?:affects?|complicat(?:es|ed|ing)|contribut(?:es|ing)|limits?)\\b"
  ],
  "treat": [
    "\\b(?:continu|start|initiat|increas|decreas|titrat|adjust|resum|restart|refill|prescrib|stop|discontinu|switch|hold|held|wean|taper|add)(?:e[ds]?|ing|ed|s|ped|ping|ue|ues|ued|uing)?\\b",
    "\\b(?:on|taking|takes|using|uses)\\s+(?:an? |his |her |their )?(?:[a-z-]+ ){0,2}\\d+(?:[.,]\\d+)* ?(?:mg|mcg|units?|g|ml|l)\\b",
    "\\b\\d+(?:[.,]\\d+)* ?(?:mg|mcg|units?)\\b",
    "\\b(?:insulin|inhalers?|oxygen|home o2|dialysis|chemo(?:therapy)?|immunotherapy|radiation|infusions?|transfusions?|antibiotics?|anticoagul\\w+|diuretics?|statins?|steroids?|cpap|bipap|prosthesis|dressings?|debridement|psychotherapy|counsel(?:l?ing|ed)?|physical therapy|rehab\\w*|diet|low[- ]sodium|exercise|compression|vaccin\\w+)\\b",
    "\\b(?:rais|lower|chang|giv|administer|debrid|drain|replac|doubl|halv|escalat|reduc)(?:e[ds]?|ed|ing|en|es)\\b",
    "\\b(?:once|twice|(?:two|three|four) times) (?:a|per|each) (?:day|week|month)\\b|\\b(?:daily|nightly|weekly|monthly|bid|tid|qid|qhs|prn)\\b",
    "\\b(?:injections?|wound care|off-?loading|brace|splint|walker|pump|nebuli[sz]\\w+|ablation|stent|pacemaker|biologics?)\\b",
    "\\brefer(?:red|ral|s|ring)?\\b|\\bconsult(?:ed|ing|ation)?\\b",
    "\\b(?:treat|manag)(?:e[ds]?|ed|ing|ment)\\b",
    "\\bon (?!exam|exertion|review|imaging|ct|mri|echo|admission|arrival|discharge|day|the |left|right|both|chart|file|dialysis access)[a-z]{4,}(?:in|ol|ide|one|am|ine|an|ate|il|ab|pril|artan|statin|formin|xaban|gliflozin|glutide)\\b"
  ]
}
