/** Names of the rule packs' contacts and links, as people read them. */
export const contactLabels: Record<string, string> = {
  nas_email: 'NAS by email',
  nas_phone: 'NAS by telephone',
  helpdesk_email: 'NHSmail helpdesk by email',
  helpdesk_phone: 'NHSmail helpdesk, day and night',
  feedback_email: 'When an answer does not come',
  escalation_email: 'When an answer does not come',
};

export const packLabels: Record<string, string> = {
  faq: 'Contacts in force',
  '2018-guide': 'Contacts in the guide of 2018',
};

export const linkLabels: Record<string, string> = {
  nhsmail_portal: 'NHSmail portal',
  ods_search: 'Look up an ODS code by postcode',
};
