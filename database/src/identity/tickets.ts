import type { DataSource } from 'typeorm';
import type { FirmContext } from '../tenancy/context.ts';
import { hashOfSecret, newSecret } from './secret.ts';

/** What a ticket lets its holder do, once. */
export type TicketPurpose =
  | 'operator_set_up'
  | 'choose_firm'
  | 'choose_firm_by_provider'
  | 'choose_firm_by_passkey'
  | 'second_factor_set_up'
  | 'firm_set_up'
  | 'reset';

/** One-time tokens of accounts. A new one of the same purpose ends the one before; only hashes are kept. */
export class Tickets {
  private readonly dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.dataSource = dataSource;
  }

  async issue(identityId: string, purpose: TicketPurpose, minutes: number): Promise<string> {
    const token = newSecret();
    await this.dataSource.query(`select directory.add_ticket($1, $2, $3, $4)`, [
      hashOfSecret(token),
      identityId,
      purpose,
      minutes,
    ]);
    return token;
  }

  /** Whose it is, without using it. */
  find(token: string, purpose: TicketPurpose): Promise<string | undefined> {
    return this.ask('find_ticket', token, purpose);
  }

  /** Whose it was: of two that come with the same ticket, one is first and the other gets nothing. */
  use(token: string, purpose: TicketPurpose): Promise<string | undefined> {
    return this.ask('use_ticket', token, purpose);
  }

  /** The same within a transaction: what it lets its holder do and its end are one. */
  async useIn(ctx: FirmContext, token: string, purpose: TicketPurpose): Promise<string | undefined> {
    const rows: { identity_id: string }[] = await ctx.em.query(
      `select t as identity_id from directory.use_ticket($1, $2) t`,
      [hashOfSecret(token), purpose],
    );
    return rows[0]?.identity_id;
  }

  private async ask(
    name: 'find_ticket' | 'use_ticket',
    token: string,
    purpose: TicketPurpose,
  ): Promise<string | undefined> {
    const rows: { identity_id: string }[] = await this.dataSource.query(
      `select t as identity_id from directory.${name}($1, $2) t`,
      [hashOfSecret(token), purpose],
    );
    return rows[0]?.identity_id;
  }
}
