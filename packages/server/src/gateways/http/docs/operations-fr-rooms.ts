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
  updateRoom: {
    summary: 'Modifier une salle ouverte',
    description:
      'Par un modérateur. Moins de places qu’il n’y en a de prises ne renvoie personne. `password: null` retire le mot de passe, `dial_in: false` le code.',
  },
  renewRoomPin: {
    summary: 'Donner à une salle un nouveau code pour les téléphones',
    description:
      'Par un modérateur. Le précédent ne vaut plus rien dès cet instant ; qui est entré par lui reste. Cela ouvre aussi la salle aux téléphones.',
  },
  deleteRoom: {
    summary: 'Terminer une salle pour tous',
    description: 'Par un modérateur. Elle reste parmi les salles terminées.',
  },
  admitToRoom: {
    summary: 'Faire entrer qui attend',
    description:
      'Par un modérateur : une personne, ou toutes dans l’ordre de leur venue, tant qu’il y a de la place. Elles ont leur place dès cet instant, et rejoignent pour obtenir leur jeton.',
  },
  denyEntryToRoom: {
    summary: 'Renvoyer qui attend',
    description:
      'Par un modérateur : une personne, ou toutes. Elles peuvent frapper de nouveau après une minute, ou si on les invite.',
  },
  lockRoom: {
    summary: 'Verrouiller ou déverrouiller une salle',
    description:
      'Par un modérateur. Personne n’entre ni ne frappe, sauf les modérateurs et qui a déjà une place.',
  },
  inviteToRoom: {
    summary: 'Inviter des personnes nommément',
    description:
      'Par un modérateur. Elles voient la salle et l’apprennent par `room.invited`. Qui a été exclu ou refusé peut revenir.',
  },
  dialOutOfRoom: {
    summary: 'Faire sonner un téléphone et le mettre dans la salle',
    description:
      'Par un modérateur, avec `rooms:write` ; ses propres téléphones (`to` est son propre identifiant) par qui a une place. Un numéro extérieur demande `calls:external` et une route sortante, comme les appels. La réponse est un participant `ringing`, à qui une place est gardée. La suite est dite par `room.participant_joined`, ou par `room.participant_not_reached` avec un `end_reason`. La sonnerie cesse avec la salle, et quand part qui l’a demandée.',
  },
  cancelDialOut: {
    summary: 'Ne plus faire sonner un téléphone',
    description:
      'Par un modérateur, par qui l’a demandé ou par qui possède le téléphone. Un téléphone qu’on n’a pas pu joindre le reste ; un téléphone qui a décroché donne 409.',
  },
  muteParticipant: {
    summary: 'Couper le micro, la caméra ou l’écran de quelqu’un, ou lever cette coupure',
    description:
      'Par un modérateur ; soi-même on la lève si `participants_may_unmute`. Le serveur ne transmet rien de ce qui est coupé, quoi que fasse le client. Un corps vide coupe le micro.',
  },
  kickParticipant: {
    summary: 'Exclure quelqu’un d’une salle',
    description:
      'Par un modérateur, si `moderator_controls`. Ses jetons ne valent plus rien dès cet instant, et il n’entre plus tant qu’un modérateur ne l’invite pas.',
  },
  sendParticipantBack: {
    summary: 'Renvoyer quelqu’un en salle d’attente',
    description:
      'Par un modérateur, si `moderator_controls`. Il attend qu’un modérateur le fasse entrer, que la salle ait une salle d’attente ou non.',
  },
  setParticipantRole: {
    summary: 'Faire de quelqu’un un modérateur, ou le lui retirer',
    description: 'Par un modérateur. Qui a créé la salle le reste.',
  },
  listRoomParticipants: {
    summary: 'Qui est dans une salle',
    description:
      'Pour qui est dedans, et pour les modérateurs, qui voient aussi qui attend et, par `status`, qui est parti, a été exclu ou est invité.',
  },
  listRoomEvents: {
    summary: 'Ce qui s’est passé dans une salle, dans l’ordre',
    description:
      'Pour ce qui regarde le lecteur : qui n’est pas dans la salle voit ce qu’elle est devenue et ce qui touche à sa propre place. Une page peut avoir moins de `limit` éléments, ou aucun, et en avoir une suivante.',
  },
  raiseHand: { summary: 'Lever ou baisser la main' },
  sendRoomMessage: {
    summary: 'Écrire dans la discussion d’une salle',
    description: 'Par qui est dedans ; tous ceux qui y sont l’apprennent par `room.message`.',
  },
  listRoomMessages: {
    summary: 'Ce qui s’est dit dans la discussion d’une salle',
    description:
      'Pour qui est dedans : les derniers messages, dans l’ordre. La page suivante contient ceux d’avant.',
  },
  publishByWhip: {
    summary: 'Émettre dans une salle par WHIP',
    description:
      'RFC 9725, pour OBS, GStreamer et d’autres qui envoient un son et une image. Le jeton est un jeton de salle, dont l’émetteur prend la place, ou celui d’un utilisateur, qui reçoit une place de plus tant que dure la session. La réponse nomme la session dans `Location`.',
  },
  watchByWhep: {
    summary: 'Regarder une salle par WHEP',
    description:
      'draft-ietf-wish-whep, pour les lecteurs qui prennent un son et une image : ceux de `participant_id`, ou du premier qui a une image. Tant que personne n’émet, la réponse est 409 `media_not_live`. Jetons comme pour émettre.',
  },
  whipOptions: { summary: 'Ce que prend le point d’accès WHIP' },
  whepOptions: { summary: 'Ce que prend le point d’accès WHEP' },
  whipTrickle: {
    summary: 'Ajouter des candidats à une session WHIP',
    description:
      'RFC 8840. Les candidats sont vérifiés sans être nécessaires : le serveur trouve ses clients par leurs tests de connectivité. Redémarrer ICE est refusé par 422 `ice_restart_unsupported` : terminez la session et ouvrez-en une autre. L’adresse de la session suffit comme preuve.',
  },
  whepTrickle: {
    summary: 'Ajouter des candidats à une session WHEP',
    description:
      'RFC 8840. Les candidats sont vérifiés sans être nécessaires : le serveur trouve ses clients par leurs tests de connectivité. Redémarrer ICE est refusé par 422 `ice_restart_unsupported` : terminez la session et ouvrez-en une autre. L’adresse de la session suffit comme preuve.',
  },
  whipEnd: { summary: 'Terminer une session WHIP' },
  whepEnd: { summary: 'Terminer une session WHEP' },
};
