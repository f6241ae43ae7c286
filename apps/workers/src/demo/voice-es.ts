import type { Voice } from './voice.ts';

export const SPANISH: Voice = {
  openings: (advisor) => [
    `Hola ${advisor}, gracias por responder tan pronto.`,
    'Buenos días,',
    'Hola, gracias por su mensaje.',
    'Buenas tardes,',
  ],
  concerns: [
    {
      said: 'Quisiera dejar de trabajar la próxima primavera y no sé si conviene pedir el Seguro Social enseguida o esperar.',
      answer:
        'Depende de los dos y de qué vivirían mientras tanto. Traiga por favor su informe de ssa.gov y lo vemos todo en una sola hoja.',
    },
    {
      said: 'Mi esposo se jubila en junio y los dos tenemos un 401(k) de un empleo anterior. ¿Qué debemos mirar primero?',
      answer:
        'Primero lo que cobra cada plan y quién está nombrado como beneficiario. No hay que mover nada antes de que hablemos.',
    },
    {
      said: 'Cumplo 65 en la primavera y todavía tengo seguro del trabajo. ¿Tengo que inscribirme en Medicare?',
      answer:
        'Con el seguro de una empresa de cierto tamaño muchas veces se puede esperar, pero tiene que estar por escrito. Pida esa carta y vemos juntos las fechas.',
    },
    {
      said: 'Mi madre me dejó una cuenta IRA y el banco no supo decirme hasta cuándo tengo que retirarla.',
      answer:
        'Lamento mucho lo de su madre. El plazo depende de su edad y del año, así que traiga por favor la carta del banco. No firme nada antes de que la veamos.',
    },
    {
      said: 'Queremos ayudar a nuestra hija con la casa sin equivocarnos con los impuestos.',
      answer:
        'Un regalo así es un formulario y casi nunca un impuesto. Veremos de qué cuenta conviene sacarlo: eso es lo que cuenta.',
    },
  ],
  closings: [
    '¿Podríamos hablar un día de la próxima semana? Por la mañana es mejor.',
    'Llámeme por la tarde, por favor, estoy en casa después de las tres.',
    '¿Qué debo llevar?',
    'A mi esposa le gustaría estar también.',
  ],
  mails: [
    {
      subject: 'Nueva dirección',
      said: 'Nos mudamos, la nueva dirección está en el formulario que dejé en la recepción. Por favor avisen también al custodio.',
      answer:
        'Gracias, ya lo anoté y Tomas envía hoy el formulario al custodio. El próximo estado de cuenta llegará a la casa nueva.',
    },
    {
      subject: 'Pregunta sobre mi retiro anual',
      said: '¿Ya se hizo el retiro obligatorio de este año o tengo que firmar algo? El año pasado fue en diciembre y me pareció muy tarde.',
      answer:
        'Este año está previsto para octubre, así nadie tiene que correr. No hay que firmar nada: vale el formulario del año pasado.',
    },
    {
      subject: 'Gracias',
      said: 'Gracias por el jueves. Nos ayudó mucho verlo todo en una hoja. Esta semana enviamos los papeles del seguro.',
      answer: 'Fue un placer. Cuando lleguen los papeles los revisamos y los llamamos.',
    },
    {
      subject: 'Beneficiarios',
      said: 'Nuestro nieto nació en marzo. ¿Qué hace falta para que esté en los papeles?',
      answer: '¡Felicidades! Preparo el formulario de beneficiarios y lo firmamos en la revisión.',
    },
  ],
  texts: [
    {
      said: 'Gracias, miro los horarios esta noche',
      answer: 'Muy bien. Si ninguno le conviene, dígame dos que sí.',
    },
    {
      said: 'El martes nos queda bien',
      answer: 'Entonces el martes. La dirección es 200 Public Square, hay estacionamiento detrás de la casa.',
    },
    {
      said: '¿Me puede llamar mejor? Voy manejando',
      answer: 'Claro, lo llamo esta tarde. Maneje con cuidado.',
    },
    { said: '¿Sigue libre el viernes a las 10?', answer: 'Sí, el viernes a las 10 es suyo.' },
  ],
  missedMeeting: 'Lo siento mucho, lo tenía anotado para otro día. ¿Podemos buscar otra hora?',
  stop: 'ALTO',
  yes: 'Si',
  greeting: (name) => `Hola, ${name}:`,
  regards: (advisor) => `Un saludo cordial, ${advisor}`,
};
