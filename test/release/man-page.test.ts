/** The manual page: it has every verb and flag, and man and mandoc read it without a warning. */
import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { loadCommands } from '../../commands/index.ts';
import { packArchive } from '../../release/archive.ts';
import { manPage } from '../../release/man-page.ts';
import { PLATFORMS } from '../../release/platforms.ts';
import { entry, page, paragraph, typed } from '../../release/roff.ts';
import { sourceDate } from '../../release/source-date.ts';
import { untar } from '../../release/tar.ts';
import { shapesOf } from '../../src/cli/command-line/command-shape.ts';

const PAGE = await manPage({ date: '2026-01-31' });

test('the page has every verb, every flag and every example', async (t) => {
  const shown = PAGE.replaceAll('\\-', '-').replaceAll('\\(aq', "'").replaceAll('\\(ti', '~');
  for (const { words, flags, examples } of shapesOf(await loadCommands())) {
    const verb = `kubectl keg ${words.join(' ')}`;
    t.true(shown.includes(`.SS ${verb}`), verb);
    for (const { name, isHidden, isNegatable } of flags)
      t.true(isHidden || shown.includes(isNegatable ? `--[no-]${name}` : `--${name}`), `${verb} --${name}`);
    for (const example of examples)
      t.true(shown.includes(example.replace('<%= config.bin %>', 'kubectl keg')), example);
  }
  t.notRegex(PAGE, /<%=|undefined|\[object/);
});

test('the page contains its date and nothing of the machine, so that two builds are equal', async (t) => {
  t.is(PAGE, await manPage({ date: '2026-01-31' }));
  t.regex(PAGE, /^\.TH KUBECTL-KEG 1 "2026-01-31" "kubectl keg \d/);
  t.notRegex(PAGE, /[^\n -~]/, 'ASCII only');
});

test('the date is that of SOURCE_DATE_EPOCH, else of the last commit', (t) => {
  t.is(sourceDate({ SOURCE_DATE_EPOCH: '1769817600' }), '2026-01-31');
  t.regex(sourceDate({}), /^\d{4}-\d\d-\d\d$/);
});

test('no text is taken for a command of roff', (t) => {
  t.is(
    paragraph('.TH is text\n\'so "this" ÷ \\n'),
    '.PP\n\\&.TH is text\n\\(aqso \\(dqthis\\(dq \\[u00F7] \\en',
  );
  t.is(entry('--a-b', 'x'), '.TP\n.B \\-\\-a\\-b\nx');
  t.is(typed('a\n\n b'), '.PP\n.RS 4\n.nf\na\nb\n.fi\n.RE');
  t.is(page(['.SH A', '.PP', 'text']), '.SH A\ntext\n');
});

test('archives have the page, except those for Windows', (t) => {
  const content = { program: Buffer.from('program'), notices: '', manual: PAGE, level: 1 };
  for (const platform of PLATFORMS.filter(({ os }) => os !== 'windows')) {
    const files = untar(gunzipSync(packArchive(platform, content)));
    const manual = [...files].find(({ path }) => path === 'kubectl-keg.1');
    t.is(manual?.content.toString(), PAGE);
  }
  const windows = PLATFORMS.find(({ os }) => os === 'windows')!;
  t.false(packArchive(windows, content).includes('kubectl-keg.1'));
});

for (const [program, ...words] of [
  ['mandoc', '-T', 'lint', '-W', 'warning'],
  ['man', '--warnings', '-l', '-'],
] as const) {
  const isHere = spawnSync(program, program === 'man' ? ['--version'] : [], { input: '' }).status === 0;
  const declare = isHere ? test : test.skip;
  declare(`${program} reads the page without a warning`, (t) => {
    const env = { ...process.env, LC_ALL: 'C.UTF-8', MANPAGER: 'cat' };
    const { stdout, stderr } = spawnSync(program, words, { input: PAGE, encoding: 'utf8', env });
    t.is(program === 'mandoc' ? stdout + stderr : stderr, '');
  });
}
