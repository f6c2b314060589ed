<?php

declare(strict_types=1);

namespace Unefois\Verify;

/**
 * Why an attestation was not believed: a code for the operator's log, which never carries a value.
 * docs/verify.md lists them.
 */
enum Reason: string
{
    case Absent = 'absent';
    case TooLarge = 'too_large';
    case Malformed = 'malformed';
    case Algorithm = 'algorithm';
    case Type = 'type';
    case Header = 'header';
    case KeysUnavailable = 'keys_unavailable';
    case UnknownKey = 'unknown_key';
    case Signature = 'signature';
    case Claims = 'claims';
    case Issuer = 'issuer';
    case Audience = 'audience';
    case NotYetValid = 'not_yet_valid';
    case Expired = 'expired';
    case Form = 'form';
    case FormVersion = 'form_version';
    case SubmissionNonce = 'submission_nonce';
    case StoreUnavailable = 'store_unavailable';
    case Replayed = 'replayed';
    case OtherPerson = 'other_person';
}
