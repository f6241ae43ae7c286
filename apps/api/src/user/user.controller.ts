import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import { VersionSeen } from '@rap/contracts/paging';
import { SessionList, User, UserAccessList, UserChanges, UserLeaving, UserList } from '@rap/contracts/user';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Id, NoAnswer } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { UserService } from './user.service.ts';

@Controller('users')
export class UserController {
  private readonly users: UserService;

  constructor(users: UserService) {
    this.users = users;
  }

  @Get()
  @Answers(UserList)
  listUsers(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<UserList> {
    return this.users.list(ctx, me);
  }

  @Get('access')
  @Answers(UserAccessList)
  listUserAccess(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<UserAccessList> {
    return this.users.access(ctx, me);
  }

  @Get(':id')
  @Answers(User)
  getUser(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<User> {
    return this.users.get(ctx, me, id);
  }

  @Patch(':id')
  @Answers(User)
  changeUser(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: UserChanges }) body: UserChanges,
  ): Promise<User> {
    return this.users.change(ctx, me, id, body);
  }

  @Post(':id/deactivate')
  @Answers(User)
  deactivateUser(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: UserLeaving }) body: UserLeaving,
  ): Promise<User> {
    return this.users.deactivate(ctx, me, id, body);
  }

  @Post(':id/reactivate')
  @Answers(User)
  reactivateUser(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<User> {
    return this.users.reactivate(ctx, me, id, body.version);
  }

  @Get(':id/sessions')
  @Answers(SessionList)
  listUserSessions(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<SessionList> {
    return this.users.sessions(ctx, me, id);
  }

  @Post(':id/sign-out')
  @NoAnswer()
  signOutUser(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<void> {
    return this.users.signOut(ctx, me, id);
  }
}
