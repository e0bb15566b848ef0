/** Stands in for fhirclient's AbortController polyfill (see `vite.config.ts`): every browser Postil supports has the real one. */
export {}
