export type Others = 'body' | 'ehr'
/** What comes from outside, in others' time: the rest of a request, the word of an EHR. Set by the line. */
export type AwaitOthers = <Value>(what: Others, value: Promise<Value>) => Promise<Value>
