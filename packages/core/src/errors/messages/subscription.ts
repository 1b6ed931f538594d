import { defineMessages } from '../define-messages.ts'

/** Publishing, and following what others publish. */
export const subscriptionMessages = defineMessages({
  'accession.subscription.library_not_subscribed': {
    type: 'INVALID_ELEMENT_TYPE',
    text: 'Library {0} is not a subscribed library: use the service of local libraries.',
  },
  'accession.subscription.item_not_subscribed': {
    type: 'INVALID_ELEMENT_TYPE',
    text: 'Item {0} is in the local library {1}: it changes by update sessions, not by synchronizing.',
  },
  'accession.subscription.library_not_on_demand': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Library {0} does not fetch files on demand, so none are dropped: they could not be fetched again.',
  },
  'accession.subscription.item_not_on_demand': {
    type: 'INVALID_ELEMENT_CONFIGURATION',
    text: 'The files of item {0} are not fetched on demand, so none are dropped: they could not be fetched again.',
  },
  'accession.subscription.publisher_not_local': {
    type: 'INVALID_ELEMENT_TYPE',
    text: 'Library {0} is subscribed: only local libraries are published and have subscriptions.',
  },
  'accession.subscription.not_published': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Library {0} is not published, so it has no subscriptions: publish it first.',
  },
  'accession.subscription.subscriber_publishes': {
    type: 'INVALID_ARGUMENT',
    text: 'A subscribed library is not published itself: leave publish_info.published out or false.',
  },
  'accession.subscription.info_missing': {
    type: 'INVALID_ARGUMENT',
    text: 'subscription_info is missing: a subscribed library needs to know what it follows.',
  },
  'accession.subscription.url_missing': {
    type: 'INVALID_ARGUMENT',
    text: 'subscription_url is missing: give the address of the lib.json that is followed.',
  },
  'accession.subscription.url_malformed': {
    type: 'INVALID_ARGUMENT',
    text: 'subscription_url is not an http or https address: give that of the lib.json that is followed.',
  },
  'accession.subscription.url_holds_password': {
    type: 'INVALID_ARGUMENT',
    text: 'subscription_url holds a user or a password: give them as user_name and password.',
  },
  'accession.subscription.password_missing': {
    type: 'INVALID_ARGUMENT',
    text: 'password is missing: authentication_method is BASIC.',
  },
  'accession.subscription.document_refused': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'What the publisher gives as {0} is not taken: {1}.',
  },
  'accession.subscription.publisher_not_read': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'The publisher cannot be read: {0}',
  },
  'accession.subscription.credentials_refused': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'The publisher wants another user or password for {0} (status {1}): set user_name and password in subscription_info. The user is vcsp, unless the publisher says otherwise.',
  },
  'accession.subscription.not_published_there': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'The publisher has no {0} (status {1}).',
  },
  'accession.subscription.status_unexpected': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'The publisher answers {0} with status {1}.',
  },
  'accession.subscription.file_size_differs': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'The publisher lists file {0} with {1} bytes, and sends {2}.',
  },
  'accession.subscription.file_changed': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'The publisher changed file {0} while it was fetched.',
  },
  'accession.subscription.items_left': {
    type: 'RESOURCE_INACCESSIBLE',
    text: '{0} of {1} items of the publisher were not taken over and stay as they were: {2}',
  },
  'accession.subscription.follows_nothing': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Library {0} follows no published library: give it a subscription_info.',
  },
  'accession.subscription.name_taken': {
    type: 'ALREADY_EXISTS',
    text: 'Its name {0} is that of item {1}, which has not been synchronized.',
  },
  'accession.subscription.thumbprint_malformed': {
    type: 'INVALID_ARGUMENT',
    text: 'ssl_thumbprint is no SHA-256 or SHA-1 digest in hexadecimal: give that of the certificate of the server.',
  },
  'accession.subscription.item_gone': {
    type: 'NOT_FOUND',
    text: 'The publisher has item {0} no more: synchronize its library, which lets it go.',
  },
  'accession.subscription.file_not_here': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The files of item {0} are not here, but at its publisher: synchronize the item with its content first.',
  },
  'accession.subscription.publisher_gone': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'Library {0} of this server is not published any more.',
  },
  'accession.subscription.not_found': {
    type: 'NOT_FOUND',
    text: 'Library {0} has no subscription {1}.',
  },
  'accession.subscription.unknown': {
    type: 'INVALID_ARGUMENT',
    text: 'Library {0} has no subscription {1}: name those that it has, or leave subscriptions out to publish to all.',
  },
  'accession.subscription.exists': {
    type: 'ALREADY_EXISTS',
    text: 'Library {0} has a subscription of library {1} already: {2}.',
  },
  'accession.subscription.too_many': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'A library has {0} subscriptions at most: delete one first.',
  },
  'accession.subscription.follows_other': {
    type: 'INVALID_ARGUMENT',
    text: 'Library {0} does not follow library {1}: give it that library’s publish_url first, or have a new one made.',
  },
  'accession.subscription.not_remote': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'Another vCenter is not reached from here: subscribe there, to the publish_url of the library.',
  },
  'accession.subscription.vcenter_unexpected': {
    type: 'INVALID_ARGUMENT',
    text: 'The subscribed library is on this server: leave subscribed_library_vcenter out.',
  },
  'accession.subscription.source_info_unexpected': {
    type: 'INVALID_ARGUMENT',
    text: 'source_info comes from a subscription that the publisher makes: leave it out.',
  },
})
