/** Only licences of the allow list, with their texts, may be in a release. */
import test from 'ava';
import { checkLicences, isCompatible } from '../../release/licences.ts';

const MIT = { name: 'one', version: '1.0.0', licence: 'MIT', notices: ['text'], repository: undefined };

for (const expression of [
  'MIT',
  'Apache-2.0 AND MIT',
  'GPL-3.0-only OR MIT',
  '(MIT OR GPL-2.0-only) AND ISC',
]) {
  test(`${expression} may be in a release`, (t) => t.true(isCompatible(expression)));
}

for (const expression of [
  'GPL-3.0-only',
  'MIT AND GPL-3.0-only',
  '(MIT OR ISC) AND AGPL-3.0-only',
  'UNLICENSED',
  'SEE LICENSE IN LICENSE.md',
  'MIT ISC',
  '(MIT',
  '',
]) {
  test(`“${expression}” may not be in a release`, (t) => t.false(isCompatible(expression)));
}

test('the error names each package with a licence that is not allowed', (t) => {
  const packages = [MIT, { ...MIT, name: 'two', licence: 'GPL-3.0-only' }];
  t.throws(() => checkLicences(packages), { message: /: two@1\.0\.0 is under GPL-3\.0-only$/ });
});

test('a package without the text of its licence is refused', (t) => {
  t.throws(() => checkLicences([{ ...MIT, notices: [] }]), { message: /one@1\.0\.0 has no text/ });
});
