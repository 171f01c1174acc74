import type { Locator } from 'playwright-core';
import type { Visitor } from './visitor.ts';

/** Finds one in a field that searches. */
export async function chooses(
  { page }: Visitor,
  label: string,
  search: string,
  name: string,
): Promise<void> {
  await page.getByRole('combobox', { name: label }).fill(search);
  await page.getByRole('option', { name, exact: true }).click();
}

export function rowOf({ page }: Visitor, name: string): Locator {
  return page.getByRole('listitem').filter({ hasText: name });
}

/** Where it is chosen how sound is encrypted. */
export function soundOf({ page, text }: Visitor): Locator {
  return page.getByRole('combobox', { name: text.telephony.srtp });
}

/** A phone of Noor’s, up to where its password is shown. */
export async function addsPhone(visitor: Visitor, username: string, srtp = 'off'): Promise<void> {
  const words = visitor.text.telephony;
  await visitor.button(words.phones.add).click();
  await chooses(visitor, words.person, 'Noor', 'Noor Haddad (noor)');
  await visitor.field(words.phones.name).fill('Desk');
  await visitor.field(words.phones.username).fill(username);
  await soundOf(visitor).selectOption(srtp);
  await visitor.button(words.add).click();
  await visitor.field(words.phones.password).waitFor();
}

export async function opensSettings(visitor: Visitor, username: string): Promise<void> {
  const words = visitor.text.telephony.phones;
  await rowOf(visitor, username).getByRole('button').click();
  await visitor.page.getByRole('menuitem', { name: words.edit }).click();
  await visitor.field(words.name).waitFor();
}
