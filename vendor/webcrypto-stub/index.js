// fhirclient asks for this package only where globalThis.crypto is missing, which is nowhere Postil runs.
module.exports = globalThis.crypto
