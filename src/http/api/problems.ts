/** What a code means, and what to do about it: for the reference, and for the answers' schema. */
type Explanation = {
  /** Where a code is answered with two, the first is the usual one. */
  readonly status: number | readonly [number, number]
  readonly meaning: string
  readonly cause: string
  readonly fix: string
}

/** Every code that the API answers with. Codes are promises: they are never renamed, and never mean something else. */
export const PROBLEMS = {
  authentication_required: {
    status: 401,
    meaning: 'No token was sent.',
    cause: 'The Authorization header is missing, or its scheme is not Bearer.',
    fix: 'Send Authorization: Bearer and your token.',
  },
  invalid_token: {
    status: 401,
    meaning: 'The token is not good.',
    cause:
      'It is mistyped, expired, revoked, replaced, used from outside its networks, or its account is disabled.',
    fix: 'Look the token up in the account pages; rotate it or generate another.',
  },
  invalid_request: {
    status: 400,
    meaning: 'A token stood in the address.',
    cause: 'The parameter access_token was sent in the query.',
    fix: 'Send it in the Authorization header, and rotate it: addresses are logged.',
  },
  insufficient_scope: {
    status: 403,
    meaning: 'The token lacks a scope.',
    cause: 'WWW-Authenticate names the scope that is needed.',
    fix: 'Generate a token with that scope. A token never gets more scopes than it was generated with.',
  },
  token_bound_elsewhere: {
    status: 403,
    meaning: 'The token is for other APIs.',
    cause: 'It was bound to resource servers, and Patmint is none of them.',
    fix: 'Generate a token that is bound to Patmint too, or to nothing.',
  },
  rate_limited: {
    status: 429,
    meaning: 'There were too many requests this minute.',
    cause:
      'The token has made as many as it may, or too many came from the address with tokens that do not work; RateLimit names which.',
    fix: 'Wait as many seconds as Retry-After says.',
  },
  not_permitted: {
    status: 403,
    meaning: 'The account may not do this.',
    cause: 'It needs a role that the account does not hold there.',
    fix: 'Ask an administrator of the workspace or organization.',
  },
  not_found: {
    status: 404,
    meaning: 'There is nothing at this address.',
    cause: 'It is mistyped, or it is there for others only.',
    fix: 'Check the address.',
  },
  method_not_allowed: {
    status: 405,
    meaning: 'The address does not answer to this method.',
    cause: 'Another method was meant.',
    fix: 'The Allow header names those that there are.',
  },
  malformed_request: {
    status: 400,
    meaning: 'The request could not be read.',
    cause: 'Its address holds a control character or is not UTF-8, or it has no Host.',
    fix: 'Encode the address.',
  },
  bad_request: {
    status: 400,
    meaning: 'The body could not be read.',
    cause: 'It is not valid JSON.',
    fix: 'Send one JSON object.',
  },
  invalid_parameters: {
    status: 400,
    meaning: 'A field or parameter is not right.',
    cause: 'errors names each of them; unknown ones count.',
    fix: 'Correct what is named.',
  },
  unsupported_media_type: {
    status: 415,
    meaning: 'The body is not JSON.',
    cause: 'Content-Type is something else.',
    fix: 'Send Content-Type: application/json.',
  },
  payload_too_large: {
    status: 413,
    meaning: 'The body is too large.',
    cause: 'It has more than 56 kB.',
    fix: 'Send less at once.',
  },
  precondition_failed: {
    status: 412,
    meaning: 'It was changed since it was read.',
    cause: 'If-Match names an ETag that it has no more.',
    fix: 'Read it again, and send the new ETag.',
  },
  idempotency_key_invalid: {
    status: 400,
    meaning: 'The Idempotency-Key is none.',
    cause: 'It is longer than 255 characters, or has others than printable ASCII.',
    fix: 'Send a random UUID.',
  },
  idempotency_key_reused: {
    status: 422,
    meaning: 'The Idempotency-Key belongs to another request.',
    cause: 'It was used within 24 hours with another address or body.',
    fix: 'Send a new key with each new request.',
  },
  database_unavailable: {
    status: 503,
    meaning: 'The database does not answer.',
    cause: 'It is restarting or out of reach. Nobody can tell whether a token is good.',
    fix: 'Try again after as many seconds as Retry-After says.',
  },
  internal_error: {
    status: 500,
    meaning: 'A fault of the server’s.',
    cause: 'A bug.',
    fix: 'Tell the administrator the requestId.',
  },
  token_not_found: {
    status: 404,
    meaning: 'There is no such token.',
    cause: 'The id is mistyped, or the token is somebody else’s.',
    fix: 'List the tokens.',
  },
  token_not_active: {
    status: 409,
    meaning: 'The token has ended.',
    cause: 'It is expired, revoked or replaced.',
    fix: 'Generate a new one.',
  },
  token_already_rotated: {
    status: 409,
    meaning: 'The token has been replaced already.',
    cause: 'Somebody rotated it before.',
    fix: 'Rotate its successor, rotatedTo.',
  },
  token_already_yours: {
    status: 409,
    meaning: 'There is nothing to adopt.',
    cause: 'The account answers for this token already, or it is a personal one.',
    fix: 'Nothing is to be done.',
  },
  token_generation_off: {
    status: 403,
    meaning: 'Token generation is switched off.',
    cause: 'An administrator used the kill switch. Tokens that exist keep working.',
    fix: 'Ask an administrator.',
  },
  token_limit_reached: {
    status: 409,
    meaning: 'The account has as many tokens as it may.',
    cause: 'The policy limits active tokens per account.',
    fix: 'Revoke one that is no longer needed.',
  },
  token_name_invalid: {
    status: 400,
    meaning: 'The name is none.',
    cause: 'It is empty, too long, or has invisible characters.',
    fix: 'Send 1 to 100 characters.',
  },
  token_description_invalid: {
    status: 400,
    meaning: 'The description is none.',
    cause: 'It is too long, or has invisible characters.',
    fix: 'Send at most 500 characters.',
  },
  token_expiry_invalid: {
    status: 400,
    meaning: 'The expiry is none.',
    cause: 'It lies in the past, or never is not allowed.',
    fix: 'Send a moment in the future.',
  },
  token_lifetime_too_long: {
    status: 400,
    meaning: 'The expiry lies too far ahead.',
    cause: 'The policy limits lifetimes.',
    fix: 'Send an earlier one; the message names the longest.',
  },
  token_kind_invalid: {
    status: 400,
    meaning: 'Kind and place do not fit.',
    cause:
      'A workspace token names an organization and a workspace, an organization’s an organization, a personal one neither.',
    fix: 'Send the ids that belong to the kind.',
  },
  token_kind_not_allowed: {
    status: 403,
    meaning: 'The policy does not allow this kind.',
    cause: 'Kinds are chosen by the policy.',
    fix: 'Choose another kind.',
  },
  token_place_unknown: {
    status: 400,
    meaning: 'There is no such workspace or organization.',
    cause: 'The id is mistyped, or it is disabled.',
    fix: 'List the organizations.',
  },
  token_networks_invalid: {
    status: 400,
    meaning: 'A network is none.',
    cause: 'It is not CIDR, or there are too many.',
    fix: 'Send 203.0.113.0/24 or 2001:db8::/32.',
  },
  token_networks_required: {
    status: 400,
    meaning: 'Networks are missing.',
    cause: 'The policy asks every token for the networks that it may be used from.',
    fix: 'Send at least one.',
  },
  token_networks_above_token: {
    status: 403,
    meaning: 'A network is above the token that was used.',
    cause: 'A token that is limited to networks makes none that is good from elsewhere.',
    fix: 'Send networks within its own.',
  },
  token_binding_widened: {
    status: 403,
    meaning: 'A bound token would be good at more APIs.',
    cause: 'A binding can only be narrowed, and a bound token makes none that is bound less.',
    fix: 'Send fewer resource servers.',
  },
  token_scope_widened: {
    status: 403,
    meaning: 'The token would get more scopes.',
    cause: 'Scopes can only be narrowed.',
    fix: 'Generate another token.',
  },
  token_retirement_invalid: {
    status: 400,
    meaning: 'It is not said when the old secret stops working.',
    cause: 'when is none of now, hour, day, first_use.',
    fix: 'Send one of them.',
  },
  scope_invalid: {
    status: 400,
    meaning: 'A scope is none.',
    cause: 'It is unknown, named twice, differently cased, or there is none at all.',
    fix: 'Choose from the catalogue’s scopes; case counts.',
  },
  scope_not_allowed: {
    status: 403,
    meaning: 'The account may not grant a scope.',
    cause: 'Its role, its organizations and the policy decide what it may.',
    fix: 'Choose scopes that it has itself.',
  },
  scope_above_token: {
    status: 403,
    meaning: 'A scope is above the token that was used.',
    cause: 'A token makes none that may do more than itself.',
    fix: 'Use a token that has the scope.',
  },
  resource_server_unknown: {
    status: 400,
    meaning: 'There is no such resource server.',
    cause: 'A client id in resourceServers is mistyped, or the list is empty.',
    fix: 'Send client ids of resource servers, or leave it out.',
  },
  account_disabled: {
    status: [403, 409],
    meaning: 'There is no active account for this.',
    cause: 'It is disabled.',
    fix: 'Enable it first.',
  },
  account_is_administrator: {
    status: 403,
    meaning: 'No token is issued for another administrator.',
    cause: 'Nobody acts in the name of another administrator.',
    fix: 'They generate their own.',
  },
  name_invalid: {
    status: 400,
    meaning: 'The name is none.',
    cause: 'It is empty, too long, or has invisible characters.',
    fix: 'Send 1 to 100 characters.',
  },
  slug_invalid: {
    status: 400,
    meaning: 'The slug is none.',
    cause:
      'It has others than lower-case letters, digits and single hyphens, is too long, or is one of Patmint’s own words.',
    fix: 'Send 1 to 40 of these, such as acme.',
  },
  workspace_taken: {
    status: 409,
    meaning: 'The organization has a workspace of this slug.',
    cause: 'Slugs are unique within an organization.',
    fix: 'Choose another slug.',
  },
  already_member: {
    status: 409,
    meaning: 'The account is a member already.',
    cause: 'Somebody added it before.',
    fix: 'Change its role instead.',
  },
  not_a_member: {
    status: 404,
    meaning: 'The account is not a member here.',
    cause: 'The id is mistyped, or the account left.',
    fix: 'List the members.',
  },
  service_account_is_no_member: {
    status: 409,
    meaning: 'A service account is a member of nothing.',
    cause: 'It belongs to its organization as a whole.',
    fix: 'Add a person.',
  },
  service_account_taken: {
    status: 409,
    meaning: 'The organization has a service account of this slug.',
    cause: 'Its address is made of the slug, and addresses are unique.',
    fix: 'Choose another slug.',
  },
  account_unknown: {
    status: 400,
    meaning: 'Nobody like this has an account here.',
    cause: 'The address or id is mistyped, or the account is disabled.',
    fix: 'Ask an administrator of the server to invite them.',
  },
  account_not_in_organization: {
    status: 403,
    meaning: 'The account is not in the organization.',
    cause: 'Who administers a workspace alone adds only those who are in its organization.',
    fix: 'Ask an administrator of the organization to add them first.',
  },
  account_not_found: {
    status: 404,
    meaning: 'There is no such account.',
    cause: 'The id is mistyped, or it is none of these.',
    fix: 'List the accounts.',
  },
  organization_taken: {
    status: 409,
    meaning: 'There is an organization of this slug.',
    cause: 'Slugs are unique.',
    fix: 'Choose another slug.',
  },
  email_invalid: {
    status: 400,
    meaning: 'The e-mail address is none.',
    cause: 'It is malformed, too long, or that of a service account.',
    fix: 'Send one such as ada@example.com.',
  },
  email_taken: {
    status: 409,
    meaning: 'There is an account with this address.',
    cause: 'Addresses are unique, whatever the case.',
    fix: 'Find the account in the list of accounts.',
  },
  service_account_refused: {
    status: 409,
    meaning: 'A service account cannot have this.',
    cause: 'It has no password, signs in nowhere and is never an administrator.',
    fix: 'Choose a person’s account.',
  },
  last_administrator: {
    status: 409,
    meaning: 'Nobody would be left to administer the server.',
    cause: 'It is the only administrator who has a password and is not disabled.',
    fix: 'Make another one first.',
  },
  revoke_reason_invalid: {
    status: 400,
    meaning: 'The reason is none.',
    cause: 'It is too long, or has invisible characters.',
    fix: 'Send at most 200 characters.',
  },
  tokens_cut_off: {
    status: 409,
    meaning: 'Live tokens would lose scopes.',
    cause: 'Nobody said that this is meant. detail names how many, and the scopes.',
    fix: 'Send force=true where it is meant.',
  },
  module_invalid: {
    status: 400,
    meaning: 'A field of the module is not right.',
    cause: 'Its name, title, description or an action is malformed.',
    fix: 'detail says what each may be.',
  },
  module_not_found: {
    status: 404,
    meaning: 'There is no such module.',
    cause: 'The name is mistyped, or the module was removed.',
    fix: 'List the modules.',
  },
  module_built_in: {
    status: 409,
    meaning: 'The module is Patmint’s own.',
    cause: 'What its own API can do is not for the catalogue to say.',
    fix: 'Nothing is to be done.',
  },
  module_taken: {
    status: 409,
    meaning: 'There is a module of this name.',
    cause: 'Names are unique.',
    fix: 'Choose another name, or change the module that there is.',
  },
  module_unknown: {
    status: 400,
    meaning: 'A resource server would serve a module that does not exist.',
    cause: 'A name in modules is mistyped, or there is none at all.',
    fix: 'Send names of modules that are listed.',
  },
  resource_server_not_found: {
    status: 404,
    meaning: 'There is no such resource server.',
    cause: 'The client id is mistyped, or it is an application’s.',
    fix: 'List the resource servers.',
  },
  audience_invalid: {
    status: 400,
    meaning: 'The audience is none.',
    cause: 'It is no absolute URI, or has a fragment.',
    fix: 'Send one such as https://tracker.example.com.',
  },
  audience_taken: {
    status: 409,
    meaning: 'Another resource server has this audience.',
    cause: 'Every API needs one of its own.',
    fix: 'Send another one.',
  },
  client_name_invalid: {
    status: 400,
    meaning: 'The name is none.',
    cause: 'It is empty, too long, or has invisible characters.',
    fix: 'Send 1 to 100 characters.',
  },
  client_not_found: {
    status: 404,
    meaning: 'There is no such client.',
    cause: 'The client id is mistyped, or it is a resource server’s.',
    fix: 'List the clients.',
  },
  client_has_no_secret: {
    status: 409,
    meaning: 'The client has no secret.',
    cause: 'It is public, and proves itself by PKCE.',
    fix: 'Nothing is to be done.',
  },
  redirect_uri_invalid: {
    status: 400,
    meaning: 'A redirect URI is none.',
    cause: 'It is not https, has a fragment or a wildcard, or is http elsewhere than on 127.0.0.1 and [::1].',
    fix: 'Send whole addresses, such as https://app.example.com/callback.',
  },
  policy_invalid: {
    status: 400,
    meaning: 'A setting of the policy is not right.',
    cause: 'field names it.',
    fix: 'detail says what it may be.',
  },
  policy_looser_than_instance: {
    status: 400,
    meaning: 'An organization’s policy would be looser than the instance’s.',
    cause: 'An organization can only be stricter.',
    fix: 'detail says what is allowed.',
  },
  audit_filter_invalid: {
    status: 400,
    meaning: 'A filter is not right.',
    cause: 'There is no such event, or a text has invisible characters.',
    fix: 'detail says what it may be.',
  },
} as const satisfies Record<string, Explanation>

export type ProblemCode = keyof typeof PROBLEMS
