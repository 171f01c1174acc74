import type { OperationText } from './operation-text.ts';

export const ROOM_OPERATIONS_FR: Readonly<Record<string, OperationText>> = {
  createRoom: {
    summary: 'Créer une salle',
    description:
      'Elle reste ouverte jusqu’à ce qu’on la supprime, que sa durée soit écoulée ou que personne n’y soit venu depuis longtemps. Qui la crée la modère ; personne n’y est encore.',
  },
  listRooms: {
    summary: 'Les salles que l’on connaît, de la plus récente à la plus ancienne',
    description:
      'Celles que l’on a créées, où l’on est invité ou où l’on a été. Les salles ouvertes ; avec `state=ended`, les précédentes.',
  },
  getRoom: { summary: 'Une salle' },
  joinRoom: {
    summary: 'Prendre place dans une salle',
    description:
      'Par quiconque, dans l’organisation, en a l’identifiant. Qui a une place la garde et reçoit un nouveau jeton. Avec une salle d’attente la réponse est 202, sans jeton : une fois qu’un modérateur a ouvert (`room.participant_joined`), on rejoint de nouveau pour l’obtenir. La place est rendue quand son titulaire n’a plus ni média ni WebSocket depuis un moment.',
  },
  knockAtRoom: {
    summary: 'Demander à entrer dans une salle',
    description:
      'Comme `join` : là où il y a une salle d’attente on attend, ailleurs on est dans la salle.',
  },
  leaveRoom: { summary: 'Rendre sa place, ou quitter la salle d’attente' },
};
