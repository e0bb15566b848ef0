/** Which codes ask for more than code and units. Ranges and single numbers as public rules name them, no lists. */

/** Codes that end in 99 and the unlisted drugs and equipment of HCPCS (SCR-44). */
export const UNLISTED = /^(?:\d{3}99|J3490|J3590|J7999|J8499|J8999|J9999|E1399)$/
/** Counted in minutes (SCR-35). */
export const ANESTHESIA = /^0[01]\d{3}$/
/** Drugs of HCPCS (SCR-33). */
export const DRUG = /^J[0-9]/
