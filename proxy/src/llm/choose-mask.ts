/** The mask that notes pass before they go to a model. */
import { ConfigError } from '../errors.ts'
import type { Mask } from './prepare-documents.ts'

/** Without one nothing may be sent: the review then says so, and the rules stand alone. */
export function chooseMask(): Mask {
  return () => {
    throw new ConfigError('POSTIL_MODEL_PLATFORM', 'no masking is available.')
  }
}
