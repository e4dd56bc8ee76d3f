import { expect, it } from 'vitest';
import { hoursWords, placeWords, sourceWords } from './labels';

it('a place in a document is told in words, and the address of a page as it is', () => {
  expect(placeWords('L83')).toBe('line 83');
  expect(placeWords('L78-87')).toBe('lines 78 to 87');
  expect(placeWords('L78-87, L107-115')).toBe('lines 78 to 87, 107 to 115');
  expect(placeWords('L83, L91')).toBe('lines 83, 91');
  for (const place of ['', 'support.nhs.net/L83', 'www.legislation.gov.uk/ukpga/1971/80', 'Lincolnshire']) {
    expect(placeWords(place)).toBe(place);
  }
});

it('where a rule comes from ends with one full stop', () => {
  const source = { document: 'The guide', section: 'Help', place: 'L5-6', effective: null };
  expect(sourceWords(source)).toBe('The guide, Help, lines 5 to 6.');
  expect(sourceWords({ ...source, effective: '2022-12-01' })).toBe(
    'The guide, Help, lines 5 to 6. In force since 1 December 2022.',
  );
});

it('the hours of NAS are told for any day', () => {
  const source = { document: '', section: '', place: '', effective: null };
  expect(hoursWords({ from: '09:00:00', to: '17:00:00', source })).toBe(
    'Monday to Friday, 09:00 to 17:00, not on bank holidays',
  );
});
