/** Most codes are accepted as they are, so the field for another one comes later. */
export const loadCodeEdit = () => import('./code-edit.tsx')
