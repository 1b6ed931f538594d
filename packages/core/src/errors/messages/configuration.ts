import { defineMessages } from '../define-messages.ts'

/** The settings that hold for all libraries. */
export const configurationMessages = defineMessages({
  'accession.configuration.out_of_bounds': {
    type: 'INVALID_ARGUMENT',
    text: '{0} cannot be {1}: it is from {2} to {3}.',
  },
})
