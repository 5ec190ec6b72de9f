-- severity: warning
-- scope: document
-- An amount, a quantity or a goal's figure that is not marked derived can be read from words of its own: from figures with
-- the same digits, zeros at the ends aside ('1.5 million' for 1500000), or from number words in English, Spanish or
-- Portuguese of which one begins with its first digit ('two hundred thousand' for 200000). Words such as 'a' and 'million'
-- tell the digit 1 only where no figure and no other number word stands.
WITH
    told AS (
        SELECT 'aid' AS kind, aid_id AS record_id, document_id, 'amount' AS field, amount AS value
        FROM aid
        WHERE amount > 0
        UNION ALL
        SELECT 'aid', aid_id, document_id, 'items', quantity
        FROM aid_item
        WHERE quantity > 0
        UNION ALL
        SELECT 'goal', goal_id, document_id, 'target', target_value
        FROM goal
        WHERE target_value > 0
    ),
    words AS (
        SELECT record_id, kind, field, quote
        FROM evidence
        WHERE NOT derived AND field IN ('amount', 'items', 'target')
    ),
    number_word (word, digit, weak) AS (
        SELECT unnest(string_split(list_of, ' ')), digit, weak
        FROM (
            VALUES
                (
                    '1',
                    true,
                    'a an un una uno um uma hundred thousand million billion dozen cien ciento mil millon docena cem cento '
                    || 'milhao bilhao duzia decena dezena'
                ),
                (
                    '1',
                    false,
                    'one ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen diez once doce trece '
                    || 'catorce quince dieciseis diecisiete dieciocho diecinueve dez onze doze treze quatorze quinze '
                    || 'dezesseis dezasseis dezessete dezassete dezoito dezenove dezanove'
                ),
                (
                    '2',
                    false,
                    'two twenty pair both score couple quarter cuarto dos veinte veintiun veintiuna veintiuno veintidos veintitres '
                    || 'veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve doscientos doscientas '
                    || 'dois duas vinte duzentos duzentas par ambos'
                ),
                ('3', false, 'three thirty third thirds tercio tercios terco tercos tres treinta trescientos trescientas trinta trezentos trezentas'),
                (
                    '4',
                    false,
                    'four forty cuatro cuarenta cuatrocientos cuatrocientas quatro quarenta quatrocentos quatrocentas'
                ),
                (
                    '5',
                    false,
                    'five fifty half halve halves halved halving mitad metade cinco cincuenta quinientos quinientas medio media cinquenta quinhentos quinhentas '
                    || 'meio meia'
                ),
                ('6', false, 'six sixty seis sesenta seiscientos seiscientas sessenta seiscentos seiscentas'),
                ('7', false, 'seven seventy siete setenta setecientos setecientas sete setecentos setecentas'),
                ('8', false, 'eight eighty ocho ochenta ochocientos ochocientas oito oitenta oitocentos oitocentas'),
                ('9', false, 'nine ninety nueve noventa novecientos novecientas nove novecentos novecentas')
        ) AS by_digit (digit, weak, list_of)
    ),
    by_words AS (
        SELECT
            kind,
            record_id,
            field,
            list(digit) FILTER (NOT weak) AS strong,
            list(digit) FILTER (weak) AS weak
        FROM (
            SELECT kind, record_id, field, unnest(regexp_extract_all(lower(strip_accents(quote)), '\pL+')) AS word
            FROM words
        )
        JOIN number_word USING (word)
        GROUP BY kind, record_id, field
    ),
    by_figures AS (
        SELECT
            kind,
            record_id,
            field,
            list(trim(regexp_replace(figure, '\D', '', 'g'), '0')) AS digits
        FROM (
            SELECT
                kind, record_id, field, unnest(regexp_extract_all(quote, '\d[\d.,'' \x{00a0}\x{202f}]*')) AS figure
            FROM words
        )
        GROUP BY kind, record_id, field
    ),
    wanted AS (
        SELECT *, trim(replace(CAST(value AS VARCHAR), '.', ''), '0') AS digits
        FROM told
    )
SELECT kind, record_id, document_id, field, value
FROM wanted
SEMI JOIN words USING (kind, record_id, field)
LEFT JOIN by_figures USING (kind, record_id, field)
LEFT JOIN by_words USING (kind, record_id, field)
WHERE
    NOT coalesce(list_contains(by_figures.digits, wanted.digits), false)
    AND NOT coalesce(
        -- 'mil 600 millones', '2 mil 600 millones'
        wanted.digits IN (array_to_string(by_figures.digits, ''), '1' || array_to_string(by_figures.digits, ''))
        AND list_contains(by_words.weak, '1'),
        false
    )
    AND NOT coalesce(list_contains(by_words.strong, left(wanted.digits, 1)), false)
    AND NOT coalesce(
        by_words.strong IS NULL AND by_figures.digits IS NULL AND list_contains(by_words.weak, left(wanted.digits, 1)), false
    );
