import type { AppliesTo } from '../../bindings/AppliesTo';
import type { PasswordRuleView } from '../../bindings/PasswordRuleView';

/** A rule of a password, as something to do. */
export function ruleWords({ rule, number }: PasswordRuleView): string {
  switch (rule) {
    case 'password_too_short':
      return `${number ?? 1} characters or more`;
    case 'password_too_few_classes':
      return `At least ${number ?? 1} of these: capital letters, small letters, digits, signs`;
    case 'password_forbidden_character':
      return 'No spaces';
    case 'password_contains_user_name':
      return 'Your NHSmail user name is not in it';
    case 'password_contains_name':
      return 'Your first or last name is not in it';
    case 'password_common':
      return 'Not a common password, also not with figures or signs around it';
  }
}

/** Whose passwords the rules are for. */
export const whoseWords: Record<AppliesTo, string> = {
  everyone: 'These are the rules for everybody.',
  with_mfa: 'These are the rules for accounts with multi-factor sign-in, where a phone confirms that it is you.',
  without_mfa: 'These are the rules for accounts without multi-factor sign-in, where no phone confirms that it is you.',
};
