/** Short and other words of the ward for what the catalogue calls by its full name. */
const CALLED: ReadonlyMap<string, string> = new Map([
  ['etoh', 'alcohol'],
  ['gallstone', 'biliary'],
  ['gallstones', 'biliary'],
  ['cholelithiasis', 'biliary'],
  ['choledocholithiasis', 'biliary'],
  ['fx', 'fracture'],
  ['fxs', 'fracture'],
  ['mets', 'metastasis'],
  ['abx', 'antibiotic'],
  ['strep', 'streptococcal'],
  ['staph', 'staphylococcal'],
])

export function nameInFull(word: string): string {
  return CALLED.get(word) ?? word
}
