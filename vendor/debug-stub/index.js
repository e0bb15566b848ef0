// fhirclient tells this package authorization codes and tokens, for a console that asks for them. Nothing is kept or shown.
function createSilent() {
  return Object.assign(() => {}, { extend: createSilent })
}
module.exports = createSilent
