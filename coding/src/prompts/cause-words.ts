/** How notes say that something has a cause: in words, and in the letters of a ward ("2/2", "d/t", "iso"). */
const LETTERS = '2 ?/ ?2|d ?/ ?t|s ?/ ?t|b ?/ ?c|2 ?° ?(?:to)?|2nd to|iso'

const WORDS = [
  ...['due to', 'secondary to', 'caused by', 'related to', 'attributed to', 'attributable to', 'results? of'],
  ...['resulting from', 'because of', 'consequence of', 'owing to', 'in (?:the )?(?:setting|context) of'],
].join('|')

/** For patterns; right before the cause. */
export const CAUSED_BY: string = `(?:${WORDS}|${LETTERS})`
