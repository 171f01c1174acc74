import { InvitationRefused } from '../features/sign-in/invitation-refused.tsx';
import { Opening } from '../features/sign-in/opening.tsx';
import { SignInPage } from '../features/sign-in/sign-in-page.tsx';
import { Unreachable } from '../features/sign-in/unreachable.tsx';
import { WelcomePage } from '../features/sign-in/welcome-page.tsx';
import { useServices, useSessionState } from './services.tsx';
import { SignedIn } from './signed-in.tsx';

/** Which of the pages a visitor sees depends on who they are so far. */
export function Entrance() {
  const { session } = useServices();
  const state = useSessionState();
  switch (state.kind) {
    case 'opening':
      return <Opening invited={state.invited} />;
    case 'unreachable':
      return <Unreachable onRetry={() => void session.open(null)} />;
    case 'invitation_refused':
      return <InvitationRefused error={state.error} />;
    case 'signed_out':
      return <SignInPage signedOutByUser={state.byUser} />;
    case 'welcome':
      return <WelcomePage token={state.token} invitee={state.invitee} />;
    case 'signed_in':
      return <SignedIn key={state.session.user.id} session={state.session} />;
    default:
      return state satisfies never;
  }
}
