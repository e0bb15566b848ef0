/** Words by which a note tells of a procedure and of the part of the body that it was done on; patterns. */

export const SITES =
  'shoulders?|elbows?|wrists?|hands?|hips?|knees?|ankles?|foot|feet|arms?|forearms?|legs?|thighs?|calf|heels?|eyes?|ears?|breasts?|carpal|fingers?|thumbs?|toes?|hallux|eyelids?|lids?|kidneys?|ureters?|groins?|axillae?|lungs?'

export const DEED_WORDS =
  'inject\\w*|aspirat\\w*|arthrocentesis|excis\\w*|repair\\w*|incis\\w*|drain\\w*|debrid\\w*|biops\\w*|remov\\w*|reduc(?:ed|tion)|fixation|arthroscop\\w*|arthroplasty|replacement|releas\\w*|block|splint\\w*|cast(?:ed|ing)?|avuls\\w*|amputat\\w*|sutur\\w*|procedure'
