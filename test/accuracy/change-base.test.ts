import { describe, expect, it } from 'vitest';
import { changeBase } from './change-base.ts';

const base = { roles: [{ RoleName: 'a', tags: { x: 1 } }, { inner: { id: 'b' } }], parts: { 'a/b': 1 } };
const [a, b] = base.roles;

describe('a base with changes', () => {
  it.each([
    ['a value', { '/parts/new': 2 }, [], { ...base, parts: { 'a/b': 1, new: 2 } }],
    ['null, which is a value', { '/parts/new': null }, [], { ...base, parts: { 'a/b': 1, new: null } }],
    ['a key with a slash', { '/parts/a~1b': 2 }, [], { ...base, parts: { 'a/b': 2 } }],
    ['a path that is not there yet', { '/more/deep': 1 }, [], { ...base, more: { deep: 1 } }],
    ['an element by its name', { '/roles/a/tags/x': 2 }, [], { ...base, roles: [{ ...a, tags: { x: 2 } }, b] }],
    ['an element by a name inside', { '/roles/b': 1 }, [], { ...base, roles: [a, 1] }],
    ['an element by its place', { '/roles/0': 1 }, [], { ...base, roles: [1, b] }],
    ['a new element', { '/roles/-': 1 }, [], { ...base, roles: [a, b, 1] }],
    ['a key less', {}, ['/parts/a~1b'], { ...base, parts: {} }],
    ['an element less', {}, ['/roles/a'], { ...base, roles: [b] }],
  ] as const)('has %s', (_, changes, without, expected) => {
    expect(changeBase(base, changes, without)).toEqual(expected);
  });

  it('leaves the base as it is', () => {
    const before = structuredClone(base);
    changeBase(base, { '/roles/a/tags/x': 2 }, ['/parts']);
    expect(base).toEqual(before);
  });

  it.each([
    ['/roles/c/x', '/roles/c/x: no element is named c'],
    ['/roles/a/RoleName/x', '/roles/a/RoleName/x: RoleName has no parts'],
    ['', ' is no pointer to a part'],
  ])('is not made from %s', (pointer, message) => {
    expect(() => changeBase(base, { [pointer]: 1 }, [])).toThrow(message);
  });

  it('has nothing less that the base has not', () => {
    expect(() => changeBase(base, {}, ['/parts/c'])).toThrow('/parts/c: nothing stands there');
  });
});
