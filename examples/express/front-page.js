export const frontPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Lamps and chairs</title></head>
<body>
<main>
<h1>Lamps and chairs</h1>
<ul>
<li><a href="/orders/1041/invoice">Your first invoice</a></li>
<li><a href="/orders/1042/invoice">Your second invoice</a> (it fails: we have never sold to Norway before)</li>
<li><a href="/orders/1043/invoice">Somebody else's invoice</a> (there is no such order)</li>
</ul>
</main>
</body>
</html>
`;
