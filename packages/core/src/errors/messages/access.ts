import { defineMessages } from '../define-messages.ts'

/** Who calls, and whether they may. */
export const accessMessages = defineMessages({
  'accession.access.no_credentials': {
    type: 'UNAUTHENTICATED',
    text: 'This call needs a session: sign in, then send its token with every call.',
  },
  'accession.access.bad_credentials': {
    type: 'UNAUTHENTICATED',
    text: 'The user name or the password is wrong.',
  },
  'accession.access.scheme_unknown': {
    type: 'UNAUTHENTICATED',
    text: 'The security scheme {0} is unknown here: sign in with {1}, then send the session with {2}.',
  },
  'accession.access.bad_metrics_token': {
    type: 'UNAUTHENTICATED',
    text: 'The token for metrics is wrong: send the one that ACCESSION_METRICS_TOKEN holds, or sign in.',
  },
  'accession.access.session_expired': {
    type: 'UNAUTHENTICATED',
    text: 'The session has ended or expired: sign in again.',
  },
  'accession.access.privilege_missing': {
    type: 'UNAUTHORIZED',
    text: 'User {0} needs the privilege {1} on {2}: ask an administrator for a role that grants it.',
  },
  'accession.access.cross_origin': {
    type: 'UNAUTHORIZED',
    text: 'A request signed in by cookie must come from the page of this server: send the session token in the header {0} instead.',
  },
  'accession.access.cookie_needs_json': {
    type: 'UNAUTHORIZED',
    text: 'A request signed in by cookie must have a JSON body: set Content-Type to application/json.',
  },
  'accession.access.too_many_sign_ins': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'Too many sign-ins at once: try again in {0} seconds.',
  },
  'accession.access.user_not_found': {
    type: 'NOT_FOUND',
    text: 'There is no user {0}.',
  },
  'accession.access.last_administrator': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'User {0} is the last administrator: grant another one the role admin first.',
  },
  'accession.access.grant_not_found': {
    type: 'NOT_FOUND',
    text: 'User {0} does not have the role {1} there.',
  },
  'accession.access.too_many_grants': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'User {0} has {1} grants, the most there can be: revoke one first.',
  },
  'accession.access.user_name_taken': {
    type: 'ALREADY_EXISTS',
    text: 'There is already a user {0}: choose another name.',
  },
})
