/** Names of the rule packs' contacts and links, as people read them. */
export const contactLabels: Record<string, string> = {
  nas_email: 'NAS by email',
  nas_phone: 'NAS by telephone',
  helpdesk_email: 'NHSmail helpdesk by email',
  helpdesk_phone: 'NHSmail helpdesk, day and night',
  escalation_email: 'When an answer does not come',
  local_help_email: 'Local help in Dorset by email',
  local_help_phone: 'Local help in Dorset by telephone',
};

export const packLabels: Record<string, string> = {
  faq: 'Contacts in force',
  '2018-guide': 'Contacts in the guide of 2018',
};

export const linkLabels: Record<string, string> = {
  nhsmail_portal: 'NHSmail portal',
  outlook_web: 'Outlook on the web',
  starter_guide: 'Starter guide for social care',
  service_status: 'Is NHSmail working? The service status',
  shared_mailbox_guide: 'Guide to shared mailboxes',
  ods_search: 'Look up an ODS code by postcode',
  digital_care_hub: 'Digital Care Hub',
  digitising_social_care: 'Digitising Social Care',
};
